const https = require('https');
const fs = require('fs');

const dir = process.env.TLS_DIR;
const server = https.createServer({ key: fs.readFileSync(dir + '/key.pem'), cert: fs.readFileSync(dir + '/cert.pem') });
const open = new Set();
server.on('upgrade', (req, socket) => {
  open.add(socket);
  socket.on('data', (d) => console.log(d.length));
  socket.on('error', () => {});
  socket.on('close', () => open.delete(socket));
  socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
});
server.listen(process.env.PORT, '127.0.0.1');
