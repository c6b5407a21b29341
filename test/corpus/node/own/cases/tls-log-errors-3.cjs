const tls = require('node:tls');
const { readFileSync } = require('node:fs');
const dir = process.env.TLS_DIR;
const server = tls.createServer({ key: readFileSync(dir + '/key.pem'), cert: readFileSync(dir + '/cert.pem') }, (s) => {
  s.on('data', () => {});
  s.on('error', (e) => console.error(e.code));
});
server.on('tlsClientError', (e) => console.error(e.code));
server.listen(process.env.PORT, '127.0.0.1');
