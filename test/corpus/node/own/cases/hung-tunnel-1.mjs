import { createServer } from 'node:http';
import { connect } from 'node:net';

class Tunnels {
  #open = 0;

  attach(server) {
    server.on('connect', (request, client, head) => this.#open_(request, client, head));
  }

  #open_({ url }, client, head) {
    const { hostname, port } = new URL(`tcp://${url}`);
    const upstream = connect({ host: hostname, port: Number(port) });
    upstream.once('connect', () => {
      this.#open += 1;
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
    upstream.on('close', () => (this.#open -= 1));
  }
}

const server = createServer((_, response) => response.writeHead(405).end());
new Tunnels().attach(server);
server.listen(process.env.PORT);
