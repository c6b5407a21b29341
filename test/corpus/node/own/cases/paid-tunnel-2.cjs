'use strict';
const http = require('node:http');
const net = require('node:net');

const credentials = new Map([['bob', 'secret']]);

const allowed = (header = '') => {
  const [name, password] = Buffer.from(header.replace(/^Basic /, ''), 'base64').toString().split(':');
  return credentials.get(name) === password && password !== undefined;
};

const proxy = http.createServer((req, res) => {
  res.writeHead(405).end();
});

proxy.on('connect', (req, client, head) => {
  client.on('error', () => {});
  if (!allowed(req.headers['proxy-authorization'])) {
    const lines = ['HTTP/1.1 407 Proxy Authentication Required', 'Proxy-Authenticate: Basic', 'Connection: close', '', ''];
    return client.end(lines.join('\r\n'));
  }
  const [host, port] = req.url.split(':');
  client.setTimeout(1200, () => client.destroy());
  const upstream = net.connect(Number(port), host, () => {
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    upstream.write(head);
    upstream.pipe(client);
    client.pipe(upstream);
  });
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
});

proxy.listen(Number(process.env.PORT));
