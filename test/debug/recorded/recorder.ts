import { spawn } from 'node:child_process';
import { fieldsOf } from '../../../src/debug/session.ts';
import { DapAdapter } from '../dap-adapter.ts';
import type { DapLink } from '../dap-link.ts';
import type { Step } from '../traces.ts';

type Message = Readonly<Record<string, unknown>>;

/** Commands of the client that are kept, with the answers to them. */
const KEPT = new Set(['launch', 'attach', 'configurationDone', 'restart', 'runInTerminal', 'process']);
/** Events that say nothing of the process and of which there are many. */
const DROPPED = new Set(['module', 'loadedSource', 'breakpoint', 'memory', 'capabilities']);
const LONGEST_OUTPUT = 200;

/** How a session begins. */
export interface Start {
  readonly type: string;
  readonly name: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly parent?: string | undefined;
}

/** Keeps the messages of several sessions in the order in which they came. */
export class Recorder {
  readonly steps: Step[] = [];
  /** See `Recorded`. */
  readonly answers: Record<string, unknown> = {};
  readonly #adapters: DapAdapter[] = [];
  readonly #terminals: number[] = [];
  #sessions = 0;

  /** Begins a session with an adapter; gives the adapter and the session's name. */
  start(link: DapLink, { type, name, configuration, parent }: Start): { adapter: DapAdapter; id: string } {
    this.#sessions += 1;
    const id = `S${this.#sessions}`;
    this.began(id, { type, name, configuration, parent });
    const adapter = new Recording(this, id, link, type, configuration, (command, args) =>
      command === 'runInTerminal' ? { shellProcessId: this.#runInTerminal(args) } : undefined,
    );
    adapter.listen((message) => {
      this.received(id, message);
    });
    this.#adapters.push(adapter);
    return { adapter, id };
  }

  began(id: string, { type, name, configuration, parent }: Start): void {
    const origin = parent === undefined ? {} : { parent };
    this.steps.push({ start: id, type, name, config: configuration, ...origin });
  }

  sent(session: string, { type, command, arguments: args, body, success }: Message): void {
    if (!KEPT.has(String(command))) return;
    const what = type === 'request' ? { arguments: args } : { success, body };
    this.steps.push({ session, '>': plain({ type, command, ...what }) });
  }

  received(session: string, message: Message): void {
    const { type, event, command, success, body } = message;
    const category = fieldsOf(body)['category'];
    // Other output is the program's own, or telemetry.
    const ofProgram = event === 'output' && category !== undefined && category !== 'console';
    const dropped = type === 'event' ? ofProgram || DROPPED.has(String(event)) : !KEPT.has(String(command));
    if (dropped) return;
    const what = type === 'event' ? { event, body } : { command, success, body };
    this.steps.push({
      session,
      '<': plain({ type, ...what, ...(type === 'request' ? { arguments: message['arguments'] } : {}) }),
    });
  }

  async end(): Promise<void> {
    for (const adapter of this.#adapters) await Promise.race([adapter.end(), patience()]);
    for (const pid of this.#terminals) stop(pid);
  }

  /** As VS Code does: a shell, and of it only the shell's pid is told. */
  #runInTerminal({ args, env }: Message): number | undefined {
    const [command = '', ...rest] = Array.isArray(args) ? args.map(String) : [];
    const shell = spawn('sh', ['-c', '"$@"; :', 'sh', command, ...rest], {
      env: { ...process.env, ...(fieldsOf(env) as Record<string, string>) },
      stdio: 'ignore',
    });
    if (shell.pid !== undefined) this.#terminals.push(shell.pid);
    return shell.pid;
  }
}

class Recording extends DapAdapter {
  constructor(
    private readonly recorder: Recorder,
    private readonly id: string,
    ...rest: ConstructorParameters<typeof DapAdapter>
  ) {
    super(...rest);
  }

  protected override send(message: Message): number {
    this.recorder.sent(this.id, message);
    return super.send(message);
  }
}

/** Without undefined fields, and with long output cut. */
function plain(message: Message): Message {
  return fieldsOf(
    JSON.parse(JSON.stringify(message), (key, value: unknown) =>
      key === 'output' && typeof value === 'string' ? value.slice(0, LONGEST_OUTPUT) : value,
    ),
  );
}

function stop(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 5_000);
  });
}
