'use strict';
const http = require('http');

function getJson(path, callback) {
  const options = { host: process.env.PEER_HOST, port: process.env.PEER_PORT, path };
  const req = http.get(options, (res) => {
    if (res.statusCode !== 200) {
      res.resume();
      callback(new Error('status ' + res.statusCode));
      return;
    }
    let body = '';
    res.setEncoding('utf8');
    res.on('data', (part) => (body += part));
    res.on('end', () => callback(null, JSON.parse(body)));
  });
  req.on('error', callback);
}

for (let i = 0; i < 5; i++) getJson('/' + i, (err, value) => console.log(err ? err.message : value));
setInterval(() => {}, 1000);
