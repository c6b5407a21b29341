import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

interface Target {
  readonly host: string;
  readonly port: number;
}

const target: Target = { host: process.env.PEER_HOST ?? 'localhost', port: Number(process.env.PEER_PORT) };

function head(line: string, headers: IncomingHttpHeaders): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  return [line, ...lines, '', ''].join('\r\n');
}

function forward(req: IncomingMessage, { host, port }: Target): ClientRequest {
  return http.request({ host, port, path: req.url, method: req.method, headers: { ...req.headers, host } });
}

function join(a: Socket, b: Duplex): void {
  a.setTimeout(60_000, () => a.destroy());
  a.pipe(b);
  b.pipe(a);
  a.on('close', () => b.destroy());
  b.on('close', () => a.destroy());
}

const proxy = http.createServer((req, res) => {
  const upstream = forward(req, target);
  upstream.on('response', (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  upstream.on('error', () => res.writeHead(502).end());
  req.pipe(upstream);
});

proxy.on('upgrade', (req: IncomingMessage, socket: Duplex) => {
  socket.on('error', () => upstream.destroy());
  const upstream = forward(req, target);
  upstream.on('upgrade', (answer, peer: Socket, first) => {
    socket.write(head('HTTP/1.1 101 Switching Protocols', answer.headers));
    if (first.length > 0) socket.write(first);
    join(peer, socket);
  });
  upstream.on('error', (error) => {
    console.error('upstream', error.message);
    socket.destroy();
  });
  upstream.end();
});

proxy.listen(Number(process.env.PORT));
