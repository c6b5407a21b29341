import { createServer, type Server, type ServerResponse, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

type ParseError = Error & { code?: string; bytesParsed?: number };

const ANSWERS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_INVALID_METHOD: '405 Method Not Allowed',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

class Api {
  private readonly server: Server;
  private readonly failures: Record<string, number> = {};

  constructor() {
    this.server = createServer(this.onRequest);
    this.server.on('clientError', this.onClientError);
  }

  private readonly onRequest = (req: IncomingMessage, res: ServerResponse): void => {
    if (req.method === 'GET' && req.url === '/stats') {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(this.failures));
      return;
    }
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      res.end(`${Buffer.concat(parts).length}\n`);
    });
  };

  private readonly onClientError = (error: ParseError, socket: Duplex): void => {
    const code = error.code ?? 'UNKNOWN';
    this.failures[code] = (this.failures[code] ?? 0) + 1;
    if (code === 'ECONNRESET' || !socket.writable) return;
    const answer = ANSWERS[code];
    if (answer !== undefined) {
      socket.end(`HTTP/1.1 ${answer}\r\nConnection: close\r\n\r\n`);
    }
  };

  listen(port: number): this {
    this.server.listen(port);
    return this;
  }
}

export const api = new Api().listen(Number(process.env.PORT));
