import { spawn } from 'node:child_process';
import net from 'node:net';

const server = net.createServer((socket) => {
  const child = spawn('/bin/sh', ['-c', 'read line; echo "you said $line"'], { stdio: ['pipe', 'pipe', 'inherit'] });
  socket.on('error', () => child.kill());
  child.stdin.on('error', (error) => console.error('child', error.code));
  child.stdout.on('data', (chunk) => socket.write(chunk));
  child.on('exit', (code) => {
    console.log('exit', code);
    socket.destroySoon();
  });
  socket.pipe(child.stdin);
});
server.listen(process.env.PORT);
