import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../scripts/lib/free-port.ts';
import { outcome } from '../../../scripts/lib/run.ts';

const C = '#include <unistd.h>\nint main(void) { for (int left = 300; left > 0; left--) sleep(1); }\n';
const GO = `package main\nimport "time"\nfunc main() { time.Sleep(300 * time.Second) }\n`;
const PYTHON = 'import time\ntime.sleep(300)\n';
const PARENT = 'import subprocess, sys\nsubprocess.run([sys.executable, "child.py"])\n';
const JAVA =
  'public class Sleeper {\n  public static void main(String[] a) throws Exception { Thread.sleep(300000); }\n}\n';

/** A program that waits for a debugger to connect. */
export interface Listening {
  readonly pid: number;
  readonly port: number;
}

/** Programs that do nothing for five minutes, and those of them that were started outside a debugger. */
export class Programs {
  readonly #started: number[] = [];

  constructor(readonly folder: string) {}

  c(): string {
    return this.#compiled('server.c', C, 'gcc', ['-g', '-o', 'server', 'server.c']);
  }

  go(): string {
    const build = ['build', '-gcflags=all=-N -l', '-o', 'server', 'server.go'];
    return this.#compiled('server.go', GO, 'go', build);
  }

  python(): string {
    return this.#written('app.py', PYTHON);
  }

  /** A Python program that starts another. */
  pythonParent(): string {
    this.#written('child.py', PYTHON);
    return this.#written('app.py', PARENT);
  }

  /** A Python program that was started with debugpy in it. */
  pythonListening(python: string, program: string): Promise<Listening> {
    return this.#startListening(python, (port) => [
      '-m',
      'debugpy',
      '--listen',
      `127.0.0.1:${port}`,
      program,
    ]);
  }

  /** The class of a Java program, and where it is. */
  java(): { readonly mainClass: string; readonly classPaths: readonly string[] } {
    this.#compiled('Sleeper.java', JAVA, 'javac', ['-g', 'Sleeper.java']);
    return { mainClass: 'Sleeper', classPaths: [this.folder] };
  }

  /** A Java program that was started with a port for debuggers. */
  javaListening(): Promise<Listening> {
    const { mainClass } = this.java();
    const agent = '-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1';
    return this.#startListening('java', (port) => [`${agent}:${port}`, '-cp', this.folder, mainClass]);
  }

  /** A Node.js program that was started with an inspector. */
  nodeListening(program: string): Promise<Listening> {
    return this.#startListening(process.execPath, (port) => [`--inspect=127.0.0.1:${port}`, program]);
  }

  /** Starts a program as from a terminal. */
  start(command: string, args: readonly string[] = []): number {
    const { pid } = spawn(command, args, { stdio: 'ignore', cwd: this.folder });
    if (pid === undefined) throw new Error(`${command} does not start.`);
    this.#started.push(pid);
    return pid;
  }

  end(): void {
    for (const pid of this.#started) kill(pid);
  }

  async #startListening(command: string, args: (port: number) => readonly string[]): Promise<Listening> {
    const port = await freePort();
    const pid = this.start(command, args(port));
    for (let tries = 100; tries > 0; tries -= 1) {
      // Found without connecting: some take the first connection for the debugger's.
      const { output } = await outcome('ss', ['-Htln', `sport = :${port}`]);
      if (output.trim() !== '') return { pid, port };
      await delay(100);
    }
    throw new Error(`${command} does not listen on ${port}.`);
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

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // A debugger has ended it already.
  }
}
