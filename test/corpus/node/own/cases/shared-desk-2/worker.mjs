process.on('message', ({ type }, socket) => {
  if (type !== 'serve' || !socket) return;
  socket.on('error', (error) => console.error(error.code));
  let bytes = 0;
  socket.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes > 1024 * 1024) socket.destroy();
  });
  socket.on('end', () => socket.destroy());
  socket.resume();
});
