import * as net from 'node:net';

interface Lane {
  readonly name: string;
  load: number;
}

class Balancer {
  private readonly lanes: Lane[] = [
    { name: 'a', load: 0 },
    { name: 'b', load: 0 },
  ];

  listen(port: number): void {
    net.createServer({ pauseOnConnect: true }, this.assign).listen(port);
  }

  private readonly assign = (socket: net.Socket): void => {
    const lane = this.lanes.reduce((best, one) => (one.load < best.load ? one : best));
    lane.load += 1;
    socket.on('error', () => socket.destroy());
    socket.on('close', () => (lane.load -= 1));
    setImmediate(() => this.start(socket, lane));
  };

  private start(socket: net.Socket, lane: Lane): void {
    socket.on('data', (chunk) => socket.write(`${lane.name}: ${chunk.length}\n`));
    socket.resume();
  }
}

new Balancer().listen(Number(process.env.PORT));
