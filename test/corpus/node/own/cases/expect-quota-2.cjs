'use strict';

const http = require('http');
const crypto = require('crypto');

/**
 * Upload endpoint of the artifact store. Clients announce their uploads with `Expect: 100-continue`;
 * the quota of the project decides whether the body is wanted at all.
 */
const LIMIT = 64 * 1024 * 1024;

const usage = new Map([
  ['web', 12],
  ['mobile', LIMIT],
]);

function projectOf(req) {
  const parts = req.url.split('/');
  return parts[2] || '';
}

function allowed(project, size, callback) {
  setImmediate(function () {
    if (!usage.has(project)) return callback(new Error('unknown project ' + project));
    callback(null, usage.get(project) + size <= LIMIT);
  });
}

function receive(req, res) {
  const hash = crypto.createHash('sha256');
  let size = 0;
  req.on('data', function (chunk) {
    size += chunk.length;
    hash.update(chunk);
  });
  req.on('end', function () {
    usage.set(projectOf(req), (usage.get(projectOf(req)) || 0) + size);
    res.writeHead(201, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ sha256: hash.digest('hex'), size: size }));
  });
}

const server = http.createServer(receive);

server.on('checkContinue', function (req, res) {
  const size = Number(req.headers['content-length']) || 0;
  allowed(projectOf(req), size, function (error, ok) {
    if (error) {
      res.writeHead(404, { connection: 'close' });
      res.end();
      return;
    }
    if (!ok) {
      res.writeHead(417, { connection: 'close' });
      res.end();
      return;
    }
    res.writeContinue();
    receive(req, res);
  });
});

server.requestTimeout = 0;
server.listen(process.env.PORT);
