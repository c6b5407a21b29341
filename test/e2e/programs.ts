import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { NODE, ROOT } from '../../scripts/lib/paths.ts';
import { run } from '../../scripts/lib/run.ts';

/** A program of the examples that runs beside the editor, as from a terminal. */
export class Program {
  private output = '';
  private readonly child: ChildProcess;

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk: Buffer): void => {
      this.output += chunk.toString();
    };
    this.child.stdout?.on('data', collect);
    this.child.stderr?.on('data', collect);
  }

  /** Waits until it has printed a text. */
  async printed(text: string): Promise<void> {
    await expect.poll(() => this.output).toContain(text);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}

/** How many connections of local ports the kernel has in CLOSE_WAIT. */
export async function stuck(...ports: readonly number[]): Promise<number> {
  const filter = ports.map((port) => `sport = :${port}`).join(' or ');
  const rows = await run('ss', ['-Htn', 'state', 'close-wait', `( ${filter} )`]);
  return rows.split('\n').filter((row) => row.trim()).length;
}

/** True when a program listens on a port, found without connecting to it. */
export async function listening(port: number): Promise<boolean> {
  const rows = await run('ss', ['-Htln', `sport = :${port}`]);
  return rows.trim() !== '';
}

/** Compiles a C program into a folder, as the task of the examples does, and gives the path of the binary. */
export async function compile(source: string, folder: string): Promise<string> {
  const binary = join(folder, basename(source, '.c'));
  await run('gcc', ['-g', '-Wall', '-o', binary, source]);
  return binary;
}

/** Throws with the compiler's words when a Node.js example is not valid TypeScript. */
export async function typeCheck(file: string): Promise<void> {
  await run(NODE, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', dirname(file)]);
}

/**
 * Runs the C server against five peers that send a line and half-close, and gives how many connections it leaves in
 * CLOSE_WAIT once the picture has become `expected`.
 */
export async function runCServer(folder: string, expected: 0 | 5): Promise<number> {
  const port = await freePorts(1);
  const env = { PORT: String(port) };
  const binaries = mkdtempSync(join(tmpdir(), 'closewait-binaries-'));
  const server = new Program(await compile(join(folder, 'c/server.c'), binaries), [], env);
  await expect.poll(() => listening(port)).toBe(true);
  const client = new Program(await compile(join(folder, 'c/client.c'), binaries), ['5'], env);
  try {
    await client.printed(expected === 0 ? 'all closed by the server' : '5 half-closed');
    await expect.poll(() => stuck(port)).toBe(expected);
    return await stuck(port);
  } finally {
    await client.stop();
    await server.stop();
    rmSync(binaries, { recursive: true });
  }
}

/** The three ports of the Node.js example from its base port. */
export function portsFrom(base: number): readonly [number, number, number] {
  return [base, base + 1, base + 2];
}

/** The same for the three Node.js servers and five peers each. */
export async function runNodeServers(folder: string, expected: 0 | 15): Promise<number> {
  const base = await freePorts(3);
  const env = { PORT: String(base) };
  const server = new Program(NODE, [join(folder, 'node/server.ts')], env);
  await server.printed('listening');
  const client = new Program(NODE, [join(folder, 'node/client.ts')], env);
  try {
    await client.printed(expected === 0 ? 'all closed by the servers' : '15 peers have half-closed');
    await expect.poll(() => stuck(...portsFrom(base))).toBe(expected);
    return await stuck(...portsFrom(base));
  } finally {
    await client.stop();
    await server.stop();
  }
}
