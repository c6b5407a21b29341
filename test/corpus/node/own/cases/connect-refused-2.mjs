import * as http from 'node:http';

const ALLOWED = new Set(['example.com:443']);

const proxy = http.createServer();
proxy.on('connect', (req, client) => {
  client.on('error', () => {});
  if (!ALLOWED.has(req.url)) {
    client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    client.resume();
    return;
  }
  client.end('HTTP/1.1 501 Not Implemented\r\n\r\n');
  client.resume();
});
proxy.listen(process.env.PORT, '127.0.0.1');
