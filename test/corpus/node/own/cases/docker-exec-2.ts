import { EventEmitter } from 'node:events';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

interface ExecEvents {
  line: [text: string];
  exit: [];
}

/** `POST /exec/{id}/start` with an upgrade to a raw stream, as container engines offer it. */
class Exec extends EventEmitter<ExecEvents> {
  readonly #options: RequestOptions;

  constructor(base: RequestOptions, id: string) {
    super();
    this.#options = {
      ...base,
      method: 'POST',
      path: `/exec/${id}/start`,
      headers: { connection: 'Upgrade', upgrade: 'tcp' },
    };
  }

  start(): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const req = request(this.#options);
      req.on('upgrade', (res: IncomingMessage, socket: Socket, head: Buffer) => {
        socket.on('error', (error) => console.warn(error.message));
        const type = res.headers['content-type'] ?? '';
        if (!type.includes('raw-stream')) {
          socket.destroy();
          reject(new Error(`unexpected stream type "${type}"`));
          return;
        }
        if (head.length > 0) socket.unshift(head);
        socket.on('data', (chunk: Buffer) => this.emit('line', chunk.toString()));
        socket.on('close', () => this.emit('exit'));
        resolve(socket);
      });
      req.on('response', (res) => {
        res.resume();
        reject(new Error(`engine answered ${res.statusCode}`));
      });
      req.on('error', reject);
      req.end(JSON.stringify({ Detach: false, Tty: true }));
    });
  }
}

const exec = new Exec({ host: process.env.PEER_HOST, port: process.env.PEER_PORT, agent: false }, 'c0ffee');
exec.on('line', (text) => process.stdout.write(text));
exec.start().catch((error: Error) => console.error(error.message));
setInterval(() => {}, 60_000);
