'use strict';
const http = require('http');
const net = require('net');

const BLOCKED = [/(^|\.)ads\.test$/, /(^|\.)tracker\.test$/];

function Filter(rules) {
  this.rules = rules;
  this.hits = 0;
}
Filter.prototype.blocks = function (host) {
  return this.rules.some((rule) => rule.test(host));
};

const filter = new Filter(BLOCKED);
const proxy = http.createServer((req, res) => {
  res.writeHead(501);
  res.end();
});

proxy.on('connect', (req, client, head) => {
  const url = new URL('http://' + req.url);
  client.on('error', (err) => console.error('client', err.code));
  if (filter.blocks(url.hostname)) {
    filter.hits++;
    client.write('HTTP/1.1 403 Blocked\r\n\r\n');
  } else {
    const upstream = net.connect(Number(url.port) || 443, url.hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
  }
});

proxy.listen(process.env.PORT);
