const net = require('net');
net.createServer({ allowHalfOpen: true }, (c) => c.on('error', () => {}).pipe(c)).listen(process.env.PORT, '127.0.0.1');
