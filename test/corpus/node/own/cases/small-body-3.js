const http = require('http');
http
  .createServer(function (req, res) {
    res.statusCode = 202;
    res.end('accepted');
  })
  .listen(process.env.PORT, '127.0.0.1');
