import { setTimeout as delay } from 'node:timers/promises';
import { spawned } from '../dap-link.ts';
import { versionOf } from './installed.ts';
import { runningOf } from './running.ts';
import { attach, launch, type Adapter, type Scenario } from './scenario.ts';

const LLDB = process.env['LLDB_DAP'] ?? '/usr/bin/lldb-dap-19';
const GDB = '/usr/bin/gdb';
const CDT = process.env['CDT_GDB'] ?? '';
/** From this major version on gdb speaks DAP itself. */
const GDB_WITH_DAP = 14;

const gdbVersion = versionOf(GDB);
// lldb-dap 19 does not tell its version, the debugger beside it does.
const lldbDap: Adapter = { name: 'lldb-dap', version: versionOf(LLDB.replace('-dap', '')) };
const gdb: Adapter = { name: 'gdb', version: Number.parseInt(gdbVersion) >= GDB_WITH_DAP ? gdbVersion : '' };
const cdt: Adapter = { name: 'cdt-gdb', version: CDT === '' ? '' : '1.7.0' };

const gdbAdapter = () => spawned(GDB, ['-i=dap']);
const cdtAdapter = () => spawned(process.execPath, [CDT]);

export const NATIVE: readonly Scenario[] = [
  {
    adapter: lldbDap,
    what: 'launch',
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter } = recorder.start(spawned(LLDB), launch('lldb-dap', program));
      await adapter.launch();
      return runningOf(program);
    },
  },
  {
    adapter: lldbDap,
    what: 'terminal',
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter } = recorder.start(spawned(LLDB), launch('lldb-dap', program, { runInTerminal: true }));
      await adapter.launch();
      return runningOf(program);
    },
  },
  {
    adapter: lldbDap,
    what: 'attach',
    run: async (recorder, programs) => {
      const pid = programs.start(programs.c());
      const { adapter } = recorder.start(spawned(LLDB), attach('lldb-dap', { pid }));
      await adapter.launch();
      return [pid];
    },
  },
  {
    adapter: lldbDap,
    what: 'restart',
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter, id } = recorder.start(spawned(LLDB), launch('lldb-dap', program));
      await adapter.launch();
      await runningOf(program);
      await adapter.request('restart', {});
      await delay(1_000);
      const order = { expression: 'process status', context: 'repl' };
      recorder.answers[id] = await adapter.request('evaluate', order);
      return runningOf(program);
    },
  },
  {
    adapter: gdb,
    what: 'launch',
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter } = recorder.start(gdbAdapter(), launch('gdb', program));
      const told = adapter.event('process');
      await adapter.launch();
      await told;
      return runningOf(program);
    },
  },
  {
    adapter: gdb,
    what: 'attach',
    run: async (recorder, programs) => {
      const program = programs.c();
      const pid = programs.start(program);
      const { adapter } = recorder.start(gdbAdapter(), attach('gdb', { program, pid }));
      const told = adapter.event('process');
      await adapter.launch();
      await told;
      return [pid];
    },
  },
  {
    adapter: cdt,
    what: 'launch',
    run: async (recorder, programs) => {
      const program = programs.c();
      const { adapter } = recorder.start(cdtAdapter(), launch('gdb', program));
      await adapter.launch();
      return runningOf(program);
    },
  },
  {
    adapter: cdt,
    what: 'attach',
    run: async (recorder, programs) => {
      const program = programs.c();
      const processId = programs.start(program);
      const { adapter } = recorder.start(cdtAdapter(), attach('gdb', { program, processId: `${processId}` }));
      await adapter.launch();
      return [processId];
    },
  },
];
