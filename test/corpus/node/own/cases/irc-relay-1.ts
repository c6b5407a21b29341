import * as net from 'node:net';

interface Member {
  readonly nick: string;
  readonly socket: net.Socket;
}

const options = { allowHalfOpen: true, noDelay: true } satisfies net.ServerOpts;

class Relay {
  readonly #members = new Map<string, Member>();
  #seen = 0;

  listen(port: number): net.Server {
    return net.createServer(options, (socket) => this.#welcome(socket)).listen(port);
  }

  #welcome(socket: net.Socket): void {
    const member: Member = { nick: `guest${++this.#seen}`, socket };
    this.#members.set(member.nick, member);
    socket.setEncoding('utf8');
    socket.on('data', (text) => this.#say(member, String(text)));
    socket.on('end', () => this.#part(member));
    socket.on('error', (error) => console.warn(member.nick, error.message));
    socket.write(`:relay 001 ${member.nick}\r\n`);
  }

  #say(from: Member, text: string): void {
    for (const { socket } of this.#members.values()) if (socket.writable) socket.write(`:${from.nick} ${text}`);
  }

  #part(member: Member): void {
    this.#members.delete(member.nick);
    this.#say(member, 'PART\r\n');
  }
}

new Relay().listen(Number(process.env.PORT));
