import { Server, type Socket } from 'node:net';

export class Printer {
  private jobs = 0;

  constructor(private readonly server: Server) {
    server.on('connection', this.onConnection.bind(this));
  }

  private onConnection(socket: Socket): void {
    socket.on('data', this.onData.bind(this, socket));
    socket.once('end', this.onEnd.bind(this, socket));
    socket.on('error', console.warn);
  }

  private onData(socket: Socket, data: Buffer): void {
    this.jobs += data.length;
    socket.write('queued\n');
  }

  private onEnd(socket: Socket): void {
    console.log('%s sent everything, %d jobs', socket.remoteAddress, this.jobs);
    socket.end('done\n');
  }

  listen(port: number): void {
    this.server.listen(port, '127.0.0.1');
  }
}

new Printer(new Server({ allowHalfOpen: true })).listen(Number(process.env.PORT));
