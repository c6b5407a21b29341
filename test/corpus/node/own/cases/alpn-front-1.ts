import { readFileSync } from 'node:fs';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';

const folder = process.env.TLS_DIR ?? '.';

const handlers = {
  stream(stream: ServerHttp2Stream) {
    stream.respond({ ':status': 204 });
    stream.end();
  },
  unknownProtocol(socket: TLSSocket) {
    console.log('no protocol for', socket.remoteAddress, socket.alpnProtocol);
  },
};

const server: Http2SecureServer = createSecureServer({
  key: readFileSync(join(folder, 'key.pem')),
  cert: readFileSync(join(folder, 'cert.pem')),
});
server.on('stream', handlers.stream).on('unknownProtocol', handlers.unknownProtocol);
server.on('sessionError', (error) => console.error(error));
server.listen(Number(process.env.PORT));
