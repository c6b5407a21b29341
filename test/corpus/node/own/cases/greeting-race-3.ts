import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

function after(ms: number): Promise<never> {
  return new Promise((_resolve, reject) => setTimeout(() => reject(new Error('too late')), ms));
}

async function greeting(socket: Socket): Promise<string> {
  const [first] = (await once(socket, 'data')) as [Buffer];
  return first.toString();
}

async function check(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', (error) => console.error(error.message));
  try {
    console.log(await Promise.race([greeting(socket), after(50)]));
  } catch (error) {
    console.error((error as Error).message);
  }
}

void check(Number(process.env.PEER_PORT));
setInterval(() => undefined, 1000);
