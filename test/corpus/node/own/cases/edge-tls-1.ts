import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';

const dir = process.env.TLS_DIR ?? '.';

class Edge {
  private failures = 0;

  start(): void {
    const options = { key: readFileSync(join(dir, 'key.pem')), cert: readFileSync(join(dir, 'cert.pem')) };
    createServer(options, (client) => this.relay(client)).listen(Number(process.env.PORT));
  }

  private relay(client: TLSSocket): void {
    const backend = connect(Number(process.env.PEER_PORT), process.env.PEER_HOST ?? '');
    backend.on('error', (error) => {
      this.failures += 1;
      console.error('backend', error.message);
    });
    client.on('error', () => backend.destroy());
    client.pipe(backend);
    backend.pipe(client);
  }
}

new Edge().start();
