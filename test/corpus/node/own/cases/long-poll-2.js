'use strict';
const http = require('http');

const waiting = [];

const server = http.createServer((req, res) => {
  if (req.method === 'POST') {
    req.resume();
    waiting.splice(0).forEach((one) => one.end('event'));
    return res.end('ok');
  }
  waiting.push(res);
});

server.requestTimeout = 0;
server.listen(process.env.PORT);
