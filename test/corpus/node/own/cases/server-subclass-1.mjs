import net from 'node:net';

class Store extends net.Server {
  constructor(options) {
    super({ allowHalfOpen: true, ...options });
    this.values = new Map();
    this.on('connection', (socket) => this.talk(socket));
  }

  talk(socket) {
    socket.setEncoding('utf8');
    socket.on('data', (line) => {
      const [verb, key, value] = line.trim().split(' ');
      if (verb === 'set') this.values.set(key, value);
      socket.write(`${this.values.get(key)}\n`);
    });
    socket.on('close', () => socket.end());
    socket.on('error', () => {});
  }
}

new Store({ noDelay: true }).listen(process.env.PORT, '127.0.0.1');
