const http = require('http');

http
  .createServer(function (req, res) {
    const backend = http.request({
      host: '127.0.0.1',
      port: process.env.PEER_PORT,
      method: req.method,
      path: req.url,
      headers: req.headers,
    });
    backend.on('response', function (answer) {
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    });
    backend.on('error', function (error) {
      console.error('backend:', error.code);
    });
    req.pipe(backend);
  })
  .listen(process.env.PORT);
