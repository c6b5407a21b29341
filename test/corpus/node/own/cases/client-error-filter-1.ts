import { createServer } from 'node:http';

const server = createServer((_req, res) => void res.end('x'));
server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      socket.end('HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n');
      break;
    case 'HPE_INVALID_METHOD':
      socket.end('HTTP/1.1 405 Method Not Allowed\r\n\r\n');
      break;
    default:
      console.warn(error.code);
  }
});
server.listen(Number(process.env.PORT), '127.0.0.1');
