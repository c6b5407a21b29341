/** @jsx h */
import http from 'node:http';

type Child = string | number;

function h(tag: string, _props: object | null, ...children: Child[]): string {
  return `<${tag}>${children.join('')}</${tag}>`;
}

declare namespace h.JSX {
  interface IntrinsicElements {
    [name: string]: object;
  }
  type Element = string;
}

let refused = 0;

const page = (): string => (
  <body>
    <h1>Status</h1>
    <p>{refused} upgrades refused</p>
  </body>
);

const server = http.createServer((_req, res) => res.end(page()));
server.on('upgrade', (req, socket) => {
  refused += 1;
  console.log('no upgrades here', req.url);
  socket.write('HTTP/1.1 426 Upgrade Required\r\n\r\n');
  socket.destroy();
});
server.listen(Number(process.env.PORT), '127.0.0.1');
