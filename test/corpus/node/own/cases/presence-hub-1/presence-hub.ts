import type { Socket } from 'node:net';

interface Clock {
  now(): string;
}

export class PresenceHub {
  private readonly members = new Set<Socket>();

  constructor(private readonly clock: Clock) {}

  join(socket: Socket): void {
    socket.setNoDelay(true);
    socket.on('error', (error) => console.warn('member', error.message));
    socket.once('close', () => {
      this.members.delete(socket);
      this.announce(`${this.members.size} here`);
    });
    this.members.add(socket);
    this.announce(`${this.members.size} here`);
  }

  private announce(text: string): void {
    for (const member of this.members) {
      if (member.writable) member.write(`${this.clock.now()} ${text}\n`);
    }
  }
}
