import http from 'node:http';

http
  .createServer((req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    const timer = setInterval(() => res.write(`data: ${Date.now()}\n\n`), 300);
    req.on('close', () => clearInterval(timer));
  })
  .listen(Number(process.env.PORT), '127.0.0.1');
