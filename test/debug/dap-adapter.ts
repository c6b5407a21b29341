import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fieldsOf, type Session } from '../../src/debug/session.js';

type Message = Readonly<Record<string, unknown>>;

/** A real debug adapter that speaks DAP on its standard streams, and one session with it. */
export class DapAdapter {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<number, (response: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  readonly #seen: Message[] = [];
  #rest = Buffer.alloc(0);
  #last = 0;

  constructor(
    command: string,
    private readonly type: string,
    private readonly configuration: Readonly<Record<string, unknown>>,
  ) {
    this.#child = spawn(command, [], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
  }

  /** The session as the tracker would give it; a response that is no success rejects. */
  get session(): Session {
    return {
      id: 'S1',
      type: this.type,
      name: 'program',
      parentId: undefined,
      configuration: this.configuration,
      request: (command, args) => this.request(command, args),
    };
  }

  /** Launches the program of the configuration; `prepare` sets breakpoints. */
  async launch(prepare: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    await this.request('initialize', { adapterID: this.type, linesStartAt1: true, columnsStartAt1: true });
    const initialized = this.event('initialized');
    const launched = this.request('launch', this.configuration);
    await initialized;
    await prepare();
    await this.request('configurationDone', {});
    await launched;
  }

  request(command: string, args: unknown): Promise<unknown> {
    this.#last += 1;
    const seq = this.#last;
    const text = JSON.stringify({ seq, type: 'request', command, arguments: args });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, ({ success, message, body }) => {
        if (success === true) resolve(body);
        else reject(new Error(String(message)));
      });
    });
  }

  /** Tells every message from now on, and those that came before. */
  listen(listener: (message: Message) => void): void {
    for (const message of this.#seen) listener(message);
    this.#listeners.add(listener);
  }

  /** Waits for an event that has not come yet. */
  event(name: string): Promise<Message> {
    return new Promise((resolve) => {
      const listener = (message: Message): void => {
        if (message['event'] !== name) return;
        this.#listeners.delete(listener);
        resolve(fieldsOf(message['body']));
      };
      this.#listeners.add(listener);
    });
  }

  /** Ends the program and the adapter. */
  async end(): Promise<void> {
    const exit = once(this.#child, 'exit');
    await this.request('disconnect', { terminateDebuggee: true }).catch(() => undefined);
    this.#child.kill('SIGKILL');
    await exit;
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const head = this.#rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#rest.subarray(0, head).toString())?.[1]);
      const end = head + 4 + length;
      if (this.#rest.length < end) return;
      const message = fieldsOf(JSON.parse(this.#rest.subarray(head + 4, end).toString()));
      this.#rest = this.#rest.subarray(end);
      this.#tell(message);
    }
  }

  #tell(message: Message): void {
    this.#seen.push(message);
    if (message['type'] === 'response') this.#waiting.get(Number(message['request_seq']))?.(message);
    for (const listener of [...this.#listeners]) listener(message);
  }
}
