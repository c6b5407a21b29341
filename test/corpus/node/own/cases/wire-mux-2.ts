import http from 'node:http';
import http2 from 'node:http2';
import net, { type AddressInfo, type Socket } from 'node:net';

/** One port for gRPC (h2c with prior knowledge) and plain HTTP/1 health checks. */
interface Protocol {
  readonly name: string;
  matches(head: Buffer): boolean;
  accept(socket: Socket): void;
}

const PREFACE = Buffer.from('PRI * HTTP/2.0');
const METHODS = ['GET ', 'HEAD', 'POST', 'PUT '];

class GrpcProtocol implements Protocol {
  readonly name = 'grpc';
  readonly #server = http2.createServer();

  constructor() {
    this.#server.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
      stream.end();
    });
    this.#server.on('sessionError', (error: Error) => console.warn('grpc', error.message));
  }

  matches(head: Buffer): boolean {
    return head.subarray(0, PREFACE.length).equals(PREFACE);
  }

  accept(socket: Socket): void {
    this.#server.emit('connection', socket);
  }
}

class HealthProtocol implements Protocol {
  readonly name = 'health';
  readonly #server = http.createServer((req, res) => {
    res.writeHead(req.url === '/healthz' ? 200 : 404).end();
  });

  matches(head: Buffer): boolean {
    return METHODS.includes(head.toString('latin1', 0, 4));
  }

  accept(socket: Socket): void {
    this.#server.emit('connection', socket);
  }
}

export class WireMux {
  readonly #protocols: readonly Protocol[];
  readonly #server: net.Server;
  unrecognised = 0;

  constructor(...protocols: Protocol[]) {
    this.#protocols = protocols;
    this.#server = net.createServer((socket) => this.#sniff(socket));
  }

  #sniff(socket: Socket): void {
    socket.on('error', (error) => console.debug(error.message));
    socket.once('data', (head: Buffer) => {
      socket.pause();
      const protocol = this.#protocols.find((candidate) => candidate.matches(head));
      if (protocol === undefined) {
        this.unrecognised++;
        socket.destroy();
        return;
      }
      socket.unshift(head);
      protocol.accept(socket);
      process.nextTick(() => socket.resume());
    });
  }

  listen(port: number): void {
    this.#server.listen(port, () => {
      console.log('listening on', (this.#server.address() as AddressInfo).port);
    });
  }
}

new WireMux(new GrpcProtocol(), new HealthProtocol()).listen(Number(process.env.PORT));
