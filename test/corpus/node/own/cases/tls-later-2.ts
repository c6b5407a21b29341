import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, TLSSocket, type SecureContext } from 'node:tls';

const HOST = process.env.MAIL_HOST ?? 'mx.example.org';

async function contextFor(host: string): Promise<SecureContext> {
  const folder = join(process.env.TLS_DIR ?? '.', host);
  const [key, cert] = await Promise.all([readFile(join(folder, 'key.pem')), readFile(join(folder, 'cert.pem'))]);
  return createSecureContext({ key, cert });
}

class Session {
  private buffer = '';
  private secure = false;

  constructor(private stream: Socket) {
    this.attach(stream);
    this.reply(220, `${HOST} ready`);
  }

  private attach(stream: Socket): void {
    stream.setEncoding('latin1');
    stream.on('data', this.onData);
    stream.on('error', (error) => console.warn(error.message));
  }

  private reply(code: number, text: string): void {
    this.stream.write(`${code} ${text}\r\n`);
  }

  private readonly onData = (text: string | Buffer): void => {
    this.buffer += text;
    for (let eol = this.buffer.indexOf('\n'); eol >= 0; eol = this.buffer.indexOf('\n')) {
      const line = this.buffer.slice(0, eol).trim();
      this.buffer = this.buffer.slice(eol + 1);
      this.command(line);
    }
  };

  private command(line: string): void {
    const verb = line.split(' ')[0]?.toUpperCase();
    if (verb === 'EHLO') this.reply(250, this.secure ? HOST : `${HOST} STARTTLS`);
    else if (verb === 'STARTTLS' && !this.secure) this.startTls();
    else if (verb === 'QUIT') this.stream.end('221 bye\r\n');
    else this.reply(502, 'not implemented');
  }

  private startTls(): void {
    const plain = this.stream;
    plain.removeListener('data', this.onData);
    plain.pause();
    contextFor(HOST)
      .then((secureContext) => {
        this.reply(220, 'go ahead');
        const stream = new TLSSocket(plain, { isServer: true, secureContext });
        this.secure = true;
        this.stream = stream;
        this.attach(stream);
      })
      .catch((error: Error) => {
        console.error('starttls', error.message);
        this.reply(454, 'TLS not available');
        plain.destroy();
      });
  }
}

createServer((socket) => new Session(socket)).listen(Number(process.env.PORT));
