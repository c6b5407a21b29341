import net from 'node:net';

function* rows(count: number): Generator<string> {
  for (let index = 0; index < count; index++) yield `${index},${'v'.repeat(4000)}\n`;
}

class DumpServer extends net.Server {
  constructor() {
    super();
    this.on('connection', (socket) => this.greet(socket));
  }

  private greet(socket: net.Socket): void {
    socket.on('error', (error) => console.error(error.message));
    socket.on('data', (data) => {
      if (data.toString().trim() === 'dump') this.dump(socket);
      else socket.end('unknown command\n');
    });
  }

  private dump(socket: net.Socket): void {
    for (const row of rows(5000)) socket.write(row);
    socket.end();
  }
}

new DumpServer().listen(Number(process.env.PORT));
