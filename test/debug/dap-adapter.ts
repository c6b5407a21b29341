import { fieldsOf, type Session } from '../../src/debug/session.js';
import type { DapLink } from './dap-link.js';

type Message = Readonly<Record<string, unknown>>;

/** Answers a request of the adapter to its client, such as `runInTerminal`, with the response's body. */
export type Answer = (command: string, args: Readonly<Record<string, unknown>>) => unknown;

/** A real debug adapter, and one session with it. */
export class DapAdapter {
  readonly #waiting = new Map<number, (response: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  readonly #seen: Message[] = [];
  #rest = Buffer.alloc(0);
  #last = 0;

  constructor(
    private readonly link: DapLink,
    private readonly type: string,
    private readonly configuration: Readonly<Record<string, unknown>>,
    private readonly answer: Answer = () => undefined,
  ) {
    link.output.on('data', (chunk: Buffer) => {
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

  /** Launches the program of the configuration, or attaches to it; `prepare` sets breakpoints. */
  async launch(prepare: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    // gdb sends it right behind its answer, others only after the launch request.
    const initialized = this.event('initialized');
    await this.request('initialize', {
      adapterID: this.type,
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: 'path',
      supportsRunInTerminalRequest: true,
    });
    const how = this.configuration['request'] === 'attach' ? 'attach' : 'launch';
    const launched = this.request(how, this.configuration);
    const configured = initialized.then(prepare).then(() => this.request('configurationDone', {}));
    await Promise.all([launched, configured]);
  }

  request(command: string, args: unknown): Promise<unknown> {
    const seq = this.send({ type: 'request', command, arguments: args });
    return new Promise((resolve, reject) => {
      this.#waiting.set(seq, ({ success, message, body }) => {
        if (success === true) resolve(body);
        else reject(new Error(`${command}: ${String(message)} ${JSON.stringify(body)}`));
      });
    });
  }

  /** Sends a message and gives its number. */
  protected send(message: Message): number {
    this.#last += 1;
    const text = JSON.stringify({ seq: this.#last, ...message });
    this.link.input.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return this.#last;
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
    const terminateDebuggee = this.configuration['request'] !== 'attach';
    await this.request('disconnect', { terminateDebuggee }).catch(() => undefined);
    await this.link.end();
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
    if (message['type'] === 'request') this.#respond(message);
  }

  #respond({ command, seq, arguments: args }: Message): void {
    const body = this.answer(String(command), fieldsOf(args));
    this.send({ type: 'response', request_seq: seq, command, success: true, body });
  }
}
