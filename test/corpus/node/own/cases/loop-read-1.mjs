import { createServer } from 'node:net';

const server = createServer({ allowHalfOpen: true }, async (socket) => {
  let size = 0;
  for await (const chunk of socket) {
    size += chunk.length;
  }
  console.log('got', size);
});
server.listen(process.env.PORT, '127.0.0.1');
