import type { ProcReader } from '../../src/sampler/proc-reader.js';
import { RunnerError, type Runner } from '../../src/sampler/runner.js';
import type { SamplerDeps } from '../../src/sampler/sampler.js';

/** A TCP socket of the made-up machine. */
export interface FakeSocket {
  readonly inode: number;
  readonly state: 'LISTEN' | 'CLOSE-WAIT' | 'ESTAB' | 'TIME-WAIT';
  readonly port: number;
  readonly peerPort: number;
  /** When the last ACK came, on the machine's clock. */
  readonly acked: number;
  readonly receiveQueue?: number;
  readonly uid?: number;
}

export interface FakeProgram {
  readonly parent: number;
  readonly uid?: number;
  /** Descriptor → inode. */
  readonly fds: Map<number, number>;
  /** What the sampler's user may not do. */
  readonly forbids?: 'listing' | 'links' | 'everything';
}

/** A made-up Linux machine: `ss` and /proc tell of the same sockets and processes. Counts what is asked of it. */
export class Machine {
  now = 1_000_000;
  /** What a call costs on the steady clock, milliseconds. */
  linkCost = 0;
  hasSs = true;
  readonly sockets = new Map<number | string, FakeSocket>();
  readonly programs = new Map<number, FakeProgram>();
  readonly asked = { ss: 0, links: 0, lists: 0, tables: 0 };
  #steady = 0;

  readonly deps: SamplerDeps = {
    now: () => this.now,
    steady: () => this.#steady,
    runner: this.#runner(),
    proc: this.#proc(),
  };

  add(socket: FakeSocket): void {
    this.sockets.set(socket.inode === 0 ? `backlog ${socket.peerPort}` : socket.inode, socket);
  }

  #runner(): Runner {
    return {
      run: (program) => {
        if (!this.hasSs) return Promise.reject(new RunnerError('missing', `${program} is not installed.`));
        this.asked.ss += 1;
        const stdout = [...this.sockets.values()].map((socket) => this.#ssLine(socket)).join('\n');
        return Promise.resolve({ stdout, stderr: '', code: 0 });
      },
      converse: () => {
        throw new Error('Not on Linux.');
      },
    };
  }

  #ssLine(socket: FakeSocket): string {
    const { state, port, peerPort, inode, acked, receiveQueue = 1, uid = 0 } = socket;
    const peer = state === 'LISTEN' ? '0.0.0.0:*' : `127.0.0.1:${peerPort}`;
    const local = state === 'LISTEN' ? `0.0.0.0:${port}` : `127.0.0.1:${port}`;
    const user = uid === 0 ? '' : ` uid:${uid}`;
    const cookie = (peerPort * 65_536 + port).toString(16);
    return `${state} ${receiveQueue} 0 ${local} ${peer}${user} ino:${inode} sk:${cookie} cgroup:/ --> lastsnd:9 lastack:${this.now - acked}`;
  }

  #proc(): ProcReader {
    return {
      list: (path) => this.#list(path),
      link: (path) => this.#link(path),
      inode: () => 5,
      text: (path) => this.#text(path),
      longText: (path) => {
        this.asked.tables += 1;
        return path.endsWith('tcp6')
          ? Promise.reject(refusal('ENOENT', path))
          : Promise.resolve(this.#table());
      },
      presence: (pid) => {
        const program = this.programs.get(pid);
        if (program === undefined) return 'gone';
        return program.forbids === 'everything' ? 'forbidden' : 'alive';
      },
    };
  }

  #program(path: string): FakeProgram {
    const program = this.programs.get(Number(path.split('/')[2]));
    if (program === undefined || program.forbids === 'everything') throw refusal('ENOENT', path);
    return program;
  }

  #list(path: string): string[] {
    if (path === '/proc') return [...this.#visible().map(String), 'self', 'net'];
    this.asked.lists += 1;
    const program = this.#program(path);
    if (program.forbids === 'listing') throw refusal('EACCES', path);
    return [...program.fds.keys()].map(String);
  }

  #visible(): number[] {
    return [...this.programs].filter(([, { forbids }]) => forbids !== 'everything').map(([pid]) => pid);
  }

  #link(path: string): string {
    this.asked.links += 1;
    this.#steady += this.linkCost;
    const program = this.#program(path);
    if (program.forbids === 'links') throw refusal('EACCES', path);
    const inode = program.fds.get(Number(path.split('/')[4]));
    if (inode === undefined) throw refusal('ENOENT', path);
    return `socket:[${inode}]`;
  }

  #text(path: string): string {
    const { parent, uid = 0 } = this.#program(path);
    const pid = path.split('/')[2] ?? '';
    return path.endsWith('status')
      ? `Name:\tx\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`
      : `${pid} (a) b) S ${parent} 1 1`;
  }

  #table(): string {
    const codes = { LISTEN: '0A', 'CLOSE-WAIT': '08', ESTAB: '01', 'TIME-WAIT': '06' };
    const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
    return [...this.sockets.values()]
      .map(({ state, port, peerPort, inode, receiveQueue = 1, uid = 0 }) => {
        const [local, peer] =
          state === 'LISTEN' ? ['00000000', '00000000:0000'] : ['0100007F', `0100007F:${hex(peerPort)}`];
        return `0: ${local}:${hex(port)} ${peer} ${codes[state]} 00000000:0000000${receiveQueue} 00:0 0 ${uid} 0 ${inode} 1`;
      })
      .join('\n');
  }
}

function refusal(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
