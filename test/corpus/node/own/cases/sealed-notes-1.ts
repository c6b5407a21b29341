import fs from 'node:fs';
import tls, { type TlsOptions, type TLSSocket } from 'node:tls';

const read = (name: string): Buffer => fs.readFileSync(`${process.env.TLS_DIR}/${name}.pem`);

function secured(extra: TlsOptions = {}): TlsOptions {
  return { key: read('key'), cert: read('cert'), minVersion: 'TLSv1.2', ...extra };
}

const notes: string[] = [];
const server = new tls.Server(secured({ allowHalfOpen: true }));

server.addListener('secureConnection', (socket: TLSSocket) => {
  let note = '';
  socket.setEncoding('utf8');
  socket.addListener('data', (text: string) => (note += text));
  socket.addListener('end', () => {
    notes.push(note);
  });
  socket.addListener('error', (error) => console.error(error.message));
});
server.addListener('tlsClientError', (error) => console.error(error.message));
server.listen({ port: Number(process.env.PORT) });
