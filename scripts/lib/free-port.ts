import { createServer, type AddressInfo } from 'node:net';

/** A TCP port of the loopback address that nobody listens on: `preferred` when it is free, else one the system picks. */
export async function freePort(preferred = 0): Promise<number> {
  return (await tryPort(preferred)) ?? (await tryPort(0)) ?? 0;
}

/** Below the ports that Linux gives to outgoing connections (ip_local_port_range), which may take any of them later. */
const LOWEST = 18_000;
const HIGHEST = 31_000;
let next = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));

/** The first of so many successive TCP ports of the loopback address that nobody listens on; never given out twice. */
export async function freePorts(count: number): Promise<number> {
  for (;;) {
    if (next + count > HIGHEST) next = LOWEST;
    const first = next;
    next += count;
    const range = Array.from({ length: count }, (_, offset) => tryPort(first + offset));
    if ((await Promise.all(range)).every((port) => port !== undefined)) return first;
  }
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => {
      done(undefined);
    });
    server.listen(port, '127.0.0.1', () => {
      const found = (server.address() as AddressInfo).port;
      server.close(() => {
        done(found);
      });
    });
  });
}
