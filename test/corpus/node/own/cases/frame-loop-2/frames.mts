import type { Socket } from 'node:net';

export async function* frames(socket: Socket): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of socket) {
    const parts = (rest + String(chunk)).split(';');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest) yield rest;
}
