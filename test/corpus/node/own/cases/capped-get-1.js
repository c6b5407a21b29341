'use strict';
const http = require('http');

function capped(url, limit, callback) {
  http
    .get(url, function (res) {
      const chunks = [];
      let size = 0;
      res.on('data', function (chunk) {
        size += chunk.length;
        if (size > limit) {
          res.pause();
          callback(new Error('more than ' + limit + ' bytes'));
          return;
        }
        chunks.push(chunk);
      });
      res.on('end', function () {
        callback(null, Buffer.concat(chunks));
      });
    })
    .on('error', callback);
}

capped('http://' + process.env.PEER_HOST + ':' + process.env.PEER_PORT + '/', 1000, function (err, body) {
  console.log(err ? err.message : body.length);
});
setInterval(function () {}, 60000);
