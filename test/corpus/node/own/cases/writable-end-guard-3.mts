import { createServer, type Socket } from 'node:net';

const finish = (socket: Socket, text?: string): void => {
  if (socket.destroyed || socket.writableEnded) return;
  if (text === undefined) socket.end();
  else socket.end(text);
};

const commands: Record<string, (socket: Socket, words: string[]) => void> = {
  sum: (socket, words) => void socket.write(`${words.reduce((sum, word) => sum + Number(word), 0)}\n`),
  quit: (socket) => finish(socket, 'bye\n'),
};

createServer({ allowHalfOpen: true })
  .on('connection', (socket) => {
    socket.setEncoding('utf8');
    socket.on('data', (line) => {
      const [name = '', ...words] = String(line).trim().split(' ');
      commands[name]?.(socket, words);
    });
    socket.on('end', () => finish(socket));
    socket.on('error', (error) => console.error(error.message));
  })
  .listen(Number(process.env.PORT));
