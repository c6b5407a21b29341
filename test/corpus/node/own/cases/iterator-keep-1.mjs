import net from 'node:net';

async function header(chunks) {
  for await (const chunk of chunks) return chunk.toString();
  return '';
}

async function serve(socket) {
  const first = await header(socket.iterator({ destroyOnReturn: false }));
  let size = 0;
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) size += chunk.length;
  console.log('%s then %d bytes', first.trim(), size);
}

const server = net.createServer({ allowHalfOpen: true }, async (socket) => {
  try {
    await serve(socket);
  } catch (error) {
    console.error(error.code ?? error);
    socket.destroy();
  }
});
server.listen(process.env.PORT);
