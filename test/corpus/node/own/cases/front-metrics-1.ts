import http from 'node:http';
import type { Duplex } from 'node:stream';

class Front {
  private readonly failures: Record<string, number> = {};
  private readonly server = http.createServer(this.answer.bind(this));

  constructor(private readonly port: number) {
    this.server.on('clientError', this.onClientError);
  }

  start(): void {
    this.server.listen(this.port);
  }

  private readonly onClientError = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    const code = error.code ?? 'unknown';
    this.failures[code] = (this.failures[code] ?? 0) + 1;
    switch (code) {
      case 'HPE_HEADER_OVERFLOW':
        socket.end('HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n');
        break;
      case 'ECONNRESET':
        break;
      default:
        console.warn('client error', code);
    }
  };

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length));
    request.on('end', () => response.end(String(size)));
  }
}

new Front(Number(process.env.PORT)).start();
