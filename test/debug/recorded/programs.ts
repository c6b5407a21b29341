import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const C = '#include <unistd.h>\nint main(void) { for (int left = 300; left > 0; left--) sleep(1); }\n';
const GO = `package main\nimport "time"\nfunc main() { time.Sleep(300 * time.Second) }\n`;
const PYTHON = 'import time\ntime.sleep(300)\n';
const PARENT = 'import subprocess, sys\nsubprocess.run([sys.executable, "child.py"])\n';

/** Programs that do nothing for five minutes, and those of them that were started outside a debugger. */
export class Programs {
  readonly #started: number[] = [];

  constructor(readonly folder: string) {}

  c(): string {
    return this.#compiled('server.c', C, 'gcc', ['-g', '-o', 'server', 'server.c']);
  }

  go(): string {
    return this.#compiled('server.go', GO, 'go', [
      'build',
      '-gcflags=all=-N -l',
      '-o',
      'server',
      'server.go',
    ]);
  }

  python(): string {
    return this.#written('app.py', PYTHON);
  }

  /** A Python program that starts another. */
  pythonParent(): string {
    this.#written('child.py', PYTHON);
    return this.#written('app.py', PARENT);
  }

  /** Starts a program as from a terminal. */
  start(command: string, args: readonly string[] = []): number {
    const { pid } = spawn(command, args, { stdio: 'ignore', cwd: this.folder });
    if (pid === undefined) throw new Error(`${command} does not start.`);
    this.#started.push(pid);
    return pid;
  }

  end(): void {
    for (const pid of this.#started) process.kill(pid, 'SIGKILL');
  }

  #compiled(name: string, text: string, command: string, args: readonly string[]): string {
    this.#written(name, text);
    const { status, stderr } = spawnSync(command, args, { cwd: this.folder });
    if (status !== 0) throw new Error(stderr.toString());
    return join(this.folder, 'server');
  }

  #written(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }
}
