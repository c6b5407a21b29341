const { EventEmitter } = require('events');
const net = require('net');

class Subscriber extends EventEmitter {
  constructor(port) {
    super();
    this.port = port;
    this.attempts = 0;
    this.connect();
  }

  connect() {
    const socket = net.createConnection({ port: this.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('connect', () => socket.write('SUBSCRIBE news\r\n'));
    socket.on('data', (data) => this.emit('message', data));
    socket.on('end', () => this.reconnect(socket));
    socket.on('error', (error) => this.emit('problem', error));
    this.socket = socket;
  }

  reconnect(old) {
    if (old !== this.socket) return;
    this.attempts += 1;
    if (this.attempts < 2) setTimeout(() => this.connect(), 30000);
  }
}

const subscriber = new Subscriber(process.env.PEER_PORT);
subscriber.on('message', (data) => console.log(data.length));
subscriber.on('problem', (error) => console.error(error.code));
setInterval(() => {}, 1000);
