const tls = require('tls');
const fs = require('fs');

const dir = process.env.TLS_DIR;
const server = tls.createServer({
  key: fs.readFileSync(dir + '/key.pem'),
  cert: fs.readFileSync(dir + '/cert.pem'),
});

server.on('secureConnection', function (stream) {
  stream.setEncoding('utf8');
  stream.on('data', function (line) {
    console.log(line.trim());
  });
  stream.on('error', function () {});
});
server.listen(process.env.PORT, '127.0.0.1');
