var net = require('net');

net.createServer({ allowHalfOpen: true }, function (c) {
  c.setTimeout(800);
  c.on('timeout', function () {
    console.log('idle', c.remotePort);
    c.destroy();
  });
  c.on('data', function (d) {
    c.write(d);
  });
  c.on('error', function () {});
}).listen(process.env.PORT, '127.0.0.1');
