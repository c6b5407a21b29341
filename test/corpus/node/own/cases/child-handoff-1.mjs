import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const running = new Map();

function run(command, args, socket) {
  const child = spawn(command, args, { stdio: [socket, socket, 'inherit'] });
  running.set(child.pid, { command, since: Date.now() });
  child.on('error', (error) => console.error(error.message));
  child.on('exit', (code) => {
    running.delete(child.pid);
    console.log('%s exited with %d', command, code);
  });
  return child;
}

const server = createServer({ pauseOnConnect: true }, (socket) => {
  socket.on('error', (error) => console.error(error.message));
  run('/bin/echo', ['hello from inetd'], socket);
});
server.listen(Number(process.env.PORT));
