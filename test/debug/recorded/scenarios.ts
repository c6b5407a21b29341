import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fieldsOf } from '../../../src/debug/session.ts';
import { dialling, listening, spawned } from '../dap-link.ts';
import type { Programs } from './programs.ts';
import type { Recorder } from './recorder.ts';

export interface Scenario {
  readonly adapter: string;
  available(): boolean;
  /** Plays it; gives the processes that are debugged then. */
  run(recorder: Recorder, programs: Programs): Promise<number[]>;
}

const LLDB = '/usr/bin/lldb-dap-19';
const PYTHON = '/usr/bin/python3';
const DELVE = '/usr/bin/dlv';
const CDT = process.env['CDT_GDB'] ?? '';

const lldb = { adapter: `lldb-dap ${version(LLDB)}`, available: () => existsSync(LLDB) };
const debugpy = {
  adapter: `debugpy ${version(PYTHON, '-m', 'debugpy')}`,
  available: () => version(PYTHON, '-m', 'debugpy') !== '',
};
const delve = { adapter: `delve ${numberIn(DELVE, ['version'])}`, available: () => existsSync(DELVE) };
const cdt = { adapter: 'cdt-gdb-adapter 1.7.0 (gdb 13.1)', available: () => existsSync(CDT) };

const pythonAdapter = () => spawned(PYTHON, ['-m', 'debugpy.adapter']);
const delveAdapter = () => dialling(DELVE, (address) => ['dap', '--client-addr', address]);
const cdtAdapter = () => spawned(process.execPath, [CDT]);

/** By the name of the file that they are written to. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'lldb-dap-launch': {
    ...lldb,
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter } = recorder.start(spawned(LLDB), launch('lldb-dap', program));
      await adapter.launch();
      return runningOf(program);
    },
  },
  'lldb-dap-terminal': {
    ...lldb,
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter } = recorder.start(spawned(LLDB), launch('lldb-dap', program, { runInTerminal: true }));
      await adapter.launch();
      return runningOf(program);
    },
  },
  'lldb-dap-attach': {
    ...lldb,
    run: async (recorder, programs) => {
      const pid = programs.start(programs.c());
      const { adapter } = recorder.start(spawned(LLDB), attach('lldb-dap', { pid }));
      await adapter.launch();
      return [pid];
    },
  },
  'lldb-dap-restart': {
    ...lldb,
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter } = recorder.start(spawned(LLDB), launch('lldb-dap', program));
      await adapter.launch();
      await runningOf(program);
      await adapter.request('restart', {});
      await delay(1_000);
      recorder.answer = await adapter.request('evaluate', { expression: 'process status', context: 'repl' });
      return runningOf(program);
    },
  },
  'debugpy-launch': {
    ...debugpy,
    run: async (recorder, programs) => {
      const program = programs.python();
      const { adapter } = recorder.start(
        pythonAdapter(),
        launch('debugpy', program, { console: 'internalConsole' }),
      );
      const told = adapter.event('process');
      await adapter.launch();
      await told;
      return runningOf(program);
    },
  },
  'debugpy-terminal': {
    ...debugpy,
    run: async (recorder, programs) => {
      const program = programs.python();
      const { adapter } = recorder.start(
        pythonAdapter(),
        launch('debugpy', program, { console: 'integratedTerminal' }),
      );
      const told = adapter.event('process');
      await adapter.launch();
      await told;
      return runningOf(program);
    },
  },
  'debugpy-subprocess': {
    ...debugpy,
    run: async (recorder, programs) => {
      const program = programs.pythonParent();
      const configuration = { console: 'internalConsole', cwd: programs.folder, subProcess: true };
      const parent = recorder.start(pythonAdapter(), launch('debugpy', program, configuration));
      const told = parent.adapter.event('debugpyAttach');
      await parent.adapter.launch();
      const { connect, name, subProcessId } = await told;
      const child = recorder.start(await listening(Number(fieldsOf(connect)['port'])), {
        ...attach('debugpy', { connect, subProcessId }),
        name: String(name),
        parent: parent.id,
      });
      await child.adapter.launch();
      return [...(await runningOf(program)), Number(subProcessId)];
    },
  },
  'delve-launch': {
    ...delve,
    run: async (recorder, programs) => {
      const program = programs.go();
      const { adapter } = recorder.start(await delveAdapter(), launch('go', program, { mode: 'exec' }));
      await adapter.launch();
      return runningOf(program);
    },
  },
  'delve-attach': {
    ...delve,
    run: async (recorder, programs) => {
      const processId = programs.start(programs.go());
      const { adapter } = recorder.start(await delveAdapter(), attach('go', { mode: 'local', processId }));
      await adapter.launch();
      return [processId];
    },
  },
  'cdt-gdb-launch': {
    ...cdt,
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter } = recorder.start(cdtAdapter(), launch('gdb', program));
      await adapter.launch();
      return runningOf(program);
    },
  },
  'cdt-gdb-attach': {
    ...cdt,
    run: async (recorder, programs) => {
      const program = programs.c();
      const processId = programs.start(program);
      const { adapter } = recorder.start(cdtAdapter(), attach('gdb', { program, processId: `${processId}` }));
      await adapter.launch();
      return [processId];
    },
  },
};

function launch(type: string, program: string, more: Readonly<Record<string, unknown>> = {}) {
  return { type, name: 'program', configuration: { type, request: 'launch', program, ...more } };
}

function attach(type: string, more: Readonly<Record<string, unknown>>) {
  return { type, name: 'Attach', configuration: { type, request: 'attach', ...more } };
}

/** The process that runs a program, or a script; waits until it is there. Debuggers' own helpers are not meant. */
async function runningOf(program: string): Promise<number[]> {
  for (let tries = 50; tries > 0; tries -= 1) {
    const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && runs(name, program));
    if (found.length > 0) return found.map(Number);
    await delay(100);
  }
  throw new Error(`${program} does not run.`);
}

function runs(pid: string, program: string): boolean {
  try {
    const words = readFileSync(join('/proc', pid, 'cmdline'), 'utf8')
      .split('\0')
      .filter(Boolean);
    const isHelper = words.some((word) => /debugpy(\.adapter|\/launcher)$/.test(word));
    return (
      words[0] === program || (words[0]?.includes('python') === true && words.at(-1) === program && !isHelper)
    );
  } catch {
    return false;
  }
}

function version(command: string, ...args: string[]): string {
  return numberIn(command, [...args, '--version']);
}

function numberIn(command: string, args: readonly string[]): string {
  if (!existsSync(command)) return '';
  const output = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] }).stdout.toString();
  return /\d+\.\d+\.\d+/.exec(output)?.[0] ?? '';
}
