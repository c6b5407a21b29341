import { readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { TLSSocket, createSecureContext } from 'node:tls';

const pem = (name) => readFileSync(join(process.env.TLS_DIR, `${name}.pem`));
const secureContext = createSecureContext({ key: pem('key'), cert: pem('cert') });

function secure(socket) {
  const wrapped = new TLSSocket(socket, { isServer: true, secureContext });
  wrapped.on('error', (error) => console.error(error.code));
  wrapped.on('data', (data) => wrapped.write(data));
}

net
  .createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 hello\r\n');
    socket.once('data', (data) => {
      if (!data.toString().startsWith('STARTTLS')) return socket.end('500\r\n');
      socket.write('220 go ahead\r\n');
      secure(socket);
    });
  })
  .listen(process.env.PORT);
