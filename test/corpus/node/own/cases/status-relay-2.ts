import http, { type IncomingMessage, type ServerResponse } from 'node:http';

const backend = { host: '127.0.0.1', port: Number(process.env.PEER_PORT) };

function relay(request: IncomingMessage, response: ServerResponse): void {
  const { method, url: path, headers } = request;
  const upstream = http.request({ ...backend, method, path, headers }, (answer) => forward(answer, response));
  upstream.once('error', () => response.writeHead(502).end());
  request.pipe(upstream);
}

function forward(answer: IncomingMessage, response: ServerResponse): void {
  const status = answer.statusCode ?? 502;
  if (status >= 500) {
    answer.resume();
    response.writeHead(502, { connection: 'close' }).end('try again');
    return;
  }
  response.writeHead(status, answer.headers);
  answer.pipe(response);
}

http.createServer(relay).listen(Number(process.env.PORT));
