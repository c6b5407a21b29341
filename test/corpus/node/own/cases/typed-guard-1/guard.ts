import type { IncomingMessage, Server } from 'node:http';

function tokenOf(request: IncomingMessage): string {
  return String(request.headers['x-token'] ?? '');
}

/** Lets nobody upgrade without a token. */
export function guard(server: Server, tokens: ReadonlySet<string>): void {
  server.on('upgrade', (request, socket) => {
    socket.on('error', (error) => console.error(error.message));
    if (!tokens.has(tokenOf(request))) {
      socket.write('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    socket.end('HTTP/1.1 501 Not Implemented\r\n\r\n');
    socket.resume();
  });
}
