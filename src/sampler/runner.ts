import { spawn } from 'node:child_process';
import * as l10n from '@vscode/l10n';

/** What a finished program left behind. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status; `null` when a signal ended it. */
  readonly code: number | null;
}

/** The program could not be run to its end: missing, too slow, too much output. The message is a sentence for the user. */
export class RunnerError extends Error {
  constructor(
    readonly reason: 'missing' | 'timeout' | 'overflow' | 'failed',
    message: string,
  ) {
    super(message);
  }
}

/** A program that stays and answers one line of output to one line of input. */
export interface Conversation {
  /** Sends one line and resolves with the text up to (without) the line `marker`. Rejects with a RunnerError. */
  ask(line: string, marker: string, timeoutMs: number): Promise<string>;
  close(): void;
}

/** Runs programs without a shell; recorded output is replayed in tests. */
export interface Runner {
  /** Resolves whatever the exit status; rejects with a RunnerError. */
  run(program: string, args: readonly string[], timeoutMs: number): Promise<Output>;
  /** Starts a program that is asked again and again. */
  converse(program: string, args: readonly string[]): Conversation;
}

/** 50,000 sockets of `ss -i` are about 25 MB. */
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** Programs of this machine, in the C locale so that words and numbers keep their form. */
export const systemRunner: Runner = { run: runToEnd, converse: startConversation };

function start(program: string, args: readonly string[]): ReturnType<typeof spawn> {
  const env = { ...process.env, LC_ALL: 'C', LANG: 'C' };
  return spawn(program, args, { env, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });
}

function missing(program: string, error: Error): RunnerError {
  const absent = 'code' in error && error.code === 'ENOENT';
  return absent
    ? new RunnerError('missing', l10n.t('{0} is not installed.', program))
    : new RunnerError('failed', l10n.t('{0} could not be started ({1}).', program, error.message));
}

function runToEnd(program: string, args: readonly string[], timeoutMs: number): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = start(program, args);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;
    const fail = (error: RunnerError): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(error);
    };
    const timer = setTimeout(() => {
      fail(new RunnerError('timeout', l10n.t('{0} did not answer within {1} ms.', program, timeoutMs)));
    }, timeoutMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > OUTPUT_LIMIT)
        fail(new RunnerError('overflow', l10n.t('{0} printed more than 64 MiB.', program)));
      else out.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (err.length < 64) err.push(chunk);
    });
    child.stdin?.on('error', () => undefined).end();
    child.on('error', (error) => {
      fail(missing(program, error));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), code });
    });
  });
}

function startConversation(program: string, args: readonly string[]): Conversation {
  const child = start(program, args);
  let text = '';
  let waiting:
    { marker: string; resolve: (answer: string) => void; reject: (error: RunnerError) => void } | undefined;
  let ended: RunnerError | undefined;
  const end = (error: RunnerError): void => {
    ended ??= error;
    waiting?.reject(ended);
    waiting = undefined;
  };
  child.on('error', (error) => {
    end(missing(program, error));
  });
  child.on('close', () => {
    end(new RunnerError('failed', l10n.t('{0} has ended.', program)));
  });
  child.stderr?.resume();
  child.stdin?.on('error', () => undefined);
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.length > OUTPUT_LIMIT) child.kill('SIGKILL');
    const at = waiting === undefined ? -1 : text.indexOf(waiting.marker);
    if (waiting === undefined || at < 0) return;
    const { resolve, marker } = waiting;
    waiting = undefined;
    const answer = text.slice(0, at);
    text = text.slice(at + marker.length);
    resolve(answer);
  });
  return {
    ask: (line, marker, timeoutMs) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(ended);
          return;
        }
        const timer = setTimeout(() => {
          child.kill('SIGKILL');
          end(new RunnerError('timeout', l10n.t('{0} did not answer within {1} ms.', program, timeoutMs)));
        }, timeoutMs);
        const settle =
          <T>(next: (value: T) => void) =>
          (value: T): void => {
            clearTimeout(timer);
            next(value);
          };
        waiting = { marker, resolve: settle(resolve), reject: settle(reject) };
        child.stdin?.write(`${line}\n`);
      }),
    close: () => void child.kill('SIGKILL'),
  };
}
