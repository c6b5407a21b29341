'use strict';

const { get } = require('http');

const agent = new (require('http').Agent)({ keepAlive: true });

function download(url, hops, callback) {
  if (hops < 0) return callback(new Error('too many redirects'));
  get(url, { agent }, (response) => {
    const { statusCode, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location) {
      response.resume();
      return download(new URL(headers.location, url), hops - 1, callback);
    }
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('end', () => callback(null, Buffer.concat(chunks)));
  }).on('error', callback);
}

download(`http://127.0.0.1:${process.env.PEER_PORT}/here`, 1, (error) => console.log(error && error.message));
setInterval(() => {}, 1000);
