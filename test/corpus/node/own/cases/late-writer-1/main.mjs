import { fork } from 'node:child_process';
import net from 'node:net';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./writer.mjs', import.meta.url));

const server = net.createServer({ pauseOnConnect: true }, (socket) => {
  const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc', socket] });
  child.on('spawn', () => socket.destroy());
  child.on('error', (error) => console.error(error.message));
});
server.listen(process.env.PORT);
