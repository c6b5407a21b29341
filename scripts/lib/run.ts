import { spawn, type SpawnOptions, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { Trouble } from './trouble.ts';

export interface Outcome {
  /** Exit code; 128 or more when a signal ended the command. */
  readonly code: number;
  /** Standard output and error, as they came. */
  readonly output: string;
}

const LAST_LINES = 30;

/** Runs a command and collects what it prints. Throws only when it cannot be started. */
export function outcome(
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { ...options, stdio: 'pipe' });
    let output = '';
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdin.end();
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', fail);
    child.once('close', (code) => {
      done({ code: code ?? 128, output });
    });
  });
}

/**
 * Runs a command that must succeed and gives what it prints.
 * Throws Trouble with the end of its output when it fails or cannot be started.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio = {},
): Promise<string> {
  const { code, output } = await outcome(command, args, options).catch((error: unknown) => ({
    code: 127,
    output: String(error),
  }));
  if (code === 0) return output;
  const end = output.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  throw new Trouble(`${command} ${args.join(' ')} failed with exit code ${code}.\n${end}`);
}

/** Runs a command on this terminal and gives its exit code. */
export function runHere(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' });
    child.once('error', fail);
    child.once('exit', (code) => {
      done(code ?? 128);
    });
  });
}
