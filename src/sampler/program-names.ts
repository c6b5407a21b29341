import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Flags of interpreters that take the next argument as their value. */
const WITH_VALUE = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '-C',
  '--conditions',
  '-W',
  '-X',
  '-I',
]);
const INTERPRETER = /^(node|deno|bun|tsx|ts-node|python[\d.]*|ruby|perl|php)$/;

/** Gives the command line of a process, its arguments ended by NUL (proc_pid_cmdline(5)); rejects when there is none. */
export type CommandLines = (pid: number) => Promise<string>;

const fromProc: CommandLines = (pid) => readFile(`/proc/${pid}/cmdline`, 'utf8');

/** The program's name for people: `server`, and for an interpreter `node worker.js`. Undefined for an empty line. */
export function programName(commandLine: string): string | undefined {
  const [path = '', ...args] = commandLine.split('\0').filter((arg) => arg !== '');
  // A program may write a title of its own over its command line; then it is one piece with blanks.
  const name = basename(path.split(' ')[0] ?? '').replace(/^-/, '');
  if (name === '') return undefined;
  const script = INTERPRETER.test(name) ? firstOperand(args) : undefined;
  return script === undefined ? name : `${name} ${basename(script)}`;
}

function firstOperand([first, ...rest]: readonly string[]): string | undefined {
  if (!first?.startsWith('-')) return first;
  return firstOperand(WITH_VALUE.has(first) ? rest.slice(1) : rest);
}

/**
 * Names of processes, each read once. The kernel's own short name is no help where every Node.js program is called
 * `MainThread`. Without a proc file system nothing is known.
 */
export class ProgramNames {
  #names = new Map<number, string | undefined>();

  constructor(private readonly commandLines: CommandLines = fromProc) {}

  of(pid: number): string | undefined {
    return this.#names.get(pid);
  }

  /** Reads the names of `pids`, forgets all others. True when something new was learned. */
  async learn(pids: readonly number[]): Promise<boolean> {
    const before = this.#names;
    this.#names = new Map(pids.map((pid) => [pid, before.get(pid)]));
    const unknown = pids.filter((pid) => !before.has(pid));
    const names = await Promise.all(unknown.map((pid) => this.#read(pid)));
    unknown.forEach((pid, index) => this.#names.set(pid, names[index]));
    return names.some((name) => name !== undefined);
  }

  #read(pid: number): Promise<string | undefined> {
    return this.commandLines(pid).then(programName, () => undefined);
  }
}
