import { lookup } from 'node:dns/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { BlockList, connect, isIP } from 'node:net';
import type { Duplex } from 'node:stream';

const CRLF = '\r\n';

class EgressRules {
  static readonly #private = new BlockList();

  static {
    this.#private.addSubnet('10.0.0.0', 8);
    this.#private.addSubnet('172.16.0.0', 12);
    this.#private.addSubnet('192.168.0.0', 16);
    this.#private.addAddress('169.254.169.254');
  }

  static async resolve(host: string): Promise<string> {
    if (isIP(host)) return host;
    const { address } = await lookup(host, { family: 4 });
    return address;
  }

  static forbids(address: string): boolean {
    return this.#private.check(address);
  }
}

function split(authority: string): [string, number] {
  const colon = authority.lastIndexOf(':');
  return [authority.slice(0, colon), Number(authority.slice(colon + 1)) || 443];
}

function statusLine(code: number, text: string): string {
  return [`HTTP/1.1 ${code} ${text}`, 'Proxy-Agent: egress', '', ''].join(CRLF);
}

const counters = new Map<string, number>();
const count = (key: string): void => void counters.set(key, (counters.get(key) ?? 0) + 1);

async function onConnect(req: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
  client.on('error', () => count('client-error'));
  const [host, port] = split(req.url ?? '');
  const address = await EgressRules.resolve(host);

  if (EgressRules.forbids(address)) {
    count('forbidden');
    client.resume();
    client.end(statusLine(403, 'Forbidden'));
    return;
  }

  const upstream = connect(port, address, () => {
    client.write(statusLine(200, 'Connection Established'));
    upstream.write(head);
    upstream.pipe(client);
    client.pipe(upstream);
  });
  upstream.on('error', () => {
    count('upstream-error');
    client.destroy();
  });
  upstream.setTimeout(60_000, () => upstream.destroy());
  upstream.on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
}

const proxy = createServer((_req, res) => {
  res.writeHead(405, { connection: 'close' }).end();
});

proxy.on('connect', (req, client, head) => {
  onConnect(req, client, head).catch((error: unknown) => {
    console.error('connect failed', error);
    client.destroy();
  });
});

proxy.listen(Number(process.env.PORT));
