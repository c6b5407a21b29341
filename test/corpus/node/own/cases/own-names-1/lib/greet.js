export function greet(socket, words) {
  socket.write(`${words}\n`);
  socket.on('data', (bytes) => socket.write(bytes));
  socket.on('end', () => console.log('gone'));
}
