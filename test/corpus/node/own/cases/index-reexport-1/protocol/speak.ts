import { createInterface } from 'node:readline';
import type { Socket } from 'node:net';

export type Answer = (line: string) => string;

export function speak(socket: Socket, answer: Answer): void {
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => socket.write(`${answer(line)}\n`));
  lines.on('close', () => console.log('no more lines'));
  socket.on('error', () => lines.close());
}
