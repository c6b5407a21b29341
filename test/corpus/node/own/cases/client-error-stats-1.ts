import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';

type ParseError = Error & { code?: string };

class Metrics {
  private readonly counters = new Map<string, number>();

  bump(name: string): void {
    this.counters.set(name, (this.counters.get(name) ?? 0) + 1);
  }
}

function watch(server: Server, metrics: Metrics): Server {
  return server.on('clientError', (error: ParseError, socket: Socket) => {
    switch (error.code) {
      case 'ECONNRESET':
        metrics.bump('reset');
        socket.destroy();
        break;
      case 'HPE_INVALID_EOF_STATE':
        metrics.bump('truncated');
        break;
      default:
        metrics.bump('malformed');
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }
  });
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end('ok'));
});
watch(server, new Metrics()).listen(Number(process.env.PORT));
