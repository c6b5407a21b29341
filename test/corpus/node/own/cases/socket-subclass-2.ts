import { Socket } from 'node:net';

class Wire extends Socket {
  received = 0;

  constructor(private readonly label: string) {
    super({ allowHalfOpen: true });
    this.on('data', (d: Buffer) => (this.received += d.length));
    this.on('end', () => this.onEnd());
    this.on('error', (error) => console.error(this.label, error.message));
  }

  private onEnd(): void {
    console.log('%s received %d bytes', this.label, this.received);
    this.end();
  }
}

const wires = ['a', 'b', 'c', 'd', 'e'].map((label) => new Wire(label).connect(Number(process.env.PEER_PORT), process.env.PEER_HOST ?? ''));
setInterval(() => console.log(wires.length), 2000);
