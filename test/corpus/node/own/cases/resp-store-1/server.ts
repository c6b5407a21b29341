import net from 'node:net';
import { Connection } from './connection.ts';

export class Store {
  private readonly data = new Map<string, string>();
  private readonly connections = new Set<Connection>();
  private readonly server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.accept(socket));

  listen(port: number): void {
    this.server.listen(port, '127.0.0.1');
  }

  private accept(socket: net.Socket): void {
    const connection = new Connection(socket);
    this.connections.add(connection);
    connection.on('command', (name: string, args: string[]) => connection.reply(this.run(name, args)));
    connection.on('disconnect', () => this.connections.delete(connection));
  }

  private run(name: string, [key = '', value = '']: string[]): string {
    switch (name) {
      case 'PING':
        return '+PONG';
      case 'SET':
        this.data.set(key, value);
        return '+OK';
      case 'GET':
        return `$${(this.data.get(key) ?? '').length}\r\n${this.data.get(key) ?? ''}`;
      default:
        return `-ERR unknown command '${name}'`;
    }
  }
}

new Store().listen(Number(process.env.PORT));
