import { RunnerError, type Conversation, type Output, type Runner } from '../../src/sampler/runner.js';

/** What a program prints, by the start of its command line. */
export type Script = Readonly<Record<string, string | Output>>;

/** Plays recorded output; a program that is not in the script is missing. Notes every command line. */
export class ScriptedRunner implements Runner {
  readonly lines: string[] = [];
  readonly asked: string[] = [];
  closed = 0;

  constructor(
    private readonly script: Script,
    private readonly answers: readonly (string | RunnerError)[] = [],
  ) {}

  run(program: string, args: readonly string[]): Promise<Output> {
    const line = [program, ...args].join(' ');
    this.lines.push(line);
    const key = Object.keys(this.script).find((start) => line.startsWith(start));
    const output = key === undefined ? undefined : this.script[key];
    if (output === undefined)
      return Promise.reject(new RunnerError('missing', `${program} is not installed.`));
    return Promise.resolve(typeof output === 'string' ? { stdout: output, stderr: '', code: 0 } : output);
  }

  converse(program: string, args: readonly string[]): Conversation {
    this.lines.push([program, ...args].join(' '));
    return {
      ask: (line) => {
        const answer = this.answers[this.asked.push(line) - 1];
        if (typeof answer === 'string') return Promise.resolve(answer);
        return Promise.reject(answer ?? new RunnerError('missing', `${program} is not installed.`));
      },
      close: () => {
        this.closed += 1;
      },
    };
  }
}
