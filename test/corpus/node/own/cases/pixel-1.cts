import net = require('node:net');

const options: net.ServerOpts = { noDelay: true };
options.allowHalfOpen = true;

let pixels = 0;

function onData(this: net.Socket, data: Buffer): void {
  pixels += data.length;
  this.write(`ok ${pixels}\n`);
}

const server = net.createServer(options);
server.on('connection', (socket) => {
  socket.on('data', onData);
  socket.on('error', () => undefined);
  socket.on('close', () => console.log('gone'));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
