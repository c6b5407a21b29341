import http2 from 'node:http2';

const subscribers = new Set();

const server = http2.createServer();
server.on('stream', (stream) => {
  subscribers.add(stream);
  stream.on('close', () => subscribers.delete(stream));
});
server.on('sessionError', (error) => console.error(error.code));
server.on('session', (session) => session.on('error', () => undefined));
server.listen(process.env.PORT);
