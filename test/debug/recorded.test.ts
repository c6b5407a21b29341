import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Way } from '../../src/debug/pid-claim.js';
import type { FakeProcess } from './proc.js';
import type { Recorded } from './recorded/recorded.js';
import { recording, RECORDINGS } from './recordings.js';
import { replay, SESSION, type Replay } from './replay.js';

async function replayed(name: string): Promise<Replay & Pick<Recorded, 'pids'>> {
  const recorded = recording(name);
  const processes = Object.entries(recorded.processes).map(([pid, { exe, startedAfter }]) => {
    return [pid, { exe, started: SESSION + startedAfter } satisfies FakeProcess] as const;
  });
  const shell = recorded.steps.flatMap((step) => ('>' in step ? shellOf(step['>']) : []));
  const shells = shell.map((pid) => [String(pid), { exe: '/usr/bin/sh', started: SESSION }] as const);
  const situation = {
    processes: Object.fromEntries([...shells, ...processes]),
    answers: recorded.answers ?? {},
  };
  return { ...(await replay(recorded.steps, situation)), pids: recorded.pids };
}

/** The shell that was started for `runInTerminal`. */
function shellOf({ command, body }: Readonly<Record<string, unknown>>): readonly number[] {
  return command === 'runInTerminal' ? [(body as { shellProcessId: number }).shellProcessId] : [];
}

/** Which way the processes of each recording become known. */
const FOUND: Readonly<Record<string, Way>> = {
  'lldb-dap-19.1.7-launch': 'process event',
  'lldb-dap-19.1.7-terminal': 'process event',
  'lldb-dap-19.1.7-attach': 'process event',
  // No event tells the process after the restart; asked, the console does.
  'lldb-dap-19.1.7-restart': 'process event',
  'lldb-dap-22.1.8-launch': 'process event',
  'lldb-dap-22.1.8-terminal': 'process event',
  'lldb-dap-22.1.8-attach': 'process event',
  'lldb-dap-22.1.8-restart': 'process event',
  'gdb-16.3-launch': 'process event',
  'gdb-16.3-attach': 'process event',
  'gdb-18.1-launch': 'process event',
  'gdb-18.1-attach': 'process event',
  'cdt-gdb-1.7.0-attach': 'start arguments',
  'debugpy-1.6.3-launch': 'process event',
  'debugpy-1.6.3-terminal': 'process event',
  'debugpy-1.6.3-subprocess': 'process event',
  'debugpy-1.8.20-launch': 'process event',
  'debugpy-1.8.20-terminal': 'process event',
  'debugpy-1.8.20-attach': 'process event',
  'debugpy-1.8.20-subprocess': 'process event',
  'delve-1.20.2-attach': 'start arguments',
  'delve-1.24.0-attach': 'start arguments',
  'delve-1.27.1-attach': 'start arguments',
  'delve-1.27.1-launch': 'process event',
  'js-debug-1.117.0-launch': 'evaluate',
  'js-debug-1.117.0-terminal': 'evaluate',
  'js-debug-1.117.0-debug-terminal': 'evaluate',
  'js-debug-1.117.0-restart': 'evaluate',
  'js-debug-1.117.0-fork': 'evaluate',
  'js-debug-1.117.0-cluster': 'evaluate',
  // A session of its own, and no process of its own.
  'js-debug-1.117.0-worker': 'evaluate',
  'js-debug-1.117.0-attach': 'evaluate',
  'js-debug-1.117.0-attach-process': 'evaluate',
  'java-debug-0.51.0-launch': 'processid event',
  'java-debug-0.51.0-terminal': 'processid event',
};

/** Recordings in which nothing tells the process. */
const SILENT = [
  'delve-1.20.2-launch',
  'delve-1.24.0-launch',
  'cdt-gdb-1.7.0-launch',
  'java-debug-0.51.0-attach',
];

describe('what real adapters said', () => {
  test.each(Object.entries(FOUND))('%s: the processes that the system knew, by %s', async (name, via) => {
    const { tracker, pids, asked } = await replayed(name);
    const running = tracker.list().filter(({ ended }) => !ended);
    expect(running).toMatchObject(pids.map((pid) => ({ pid, via })));
    expect(running.filter((debuggee) => 'remote' in debuggee)).toEqual([]);
    expect(tracker.unresolved()).toEqual([]);
    // The root session of js-debug never answers, and other adapters are not asked.
    expect(asked).not.toContain('S1');
  });

  test.each(SILENT)('%s tells no process: the user picks it', async (name) => {
    const { tracker } = await replayed(name);
    expect(tracker.list()).toEqual([]);
    expect(tracker.unresolved()).toHaveLength(1);
  });

  test('every recording is replayed', () => {
    const recordings = readdirSync(RECORDINGS).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
    expect([...Object.keys(FOUND), ...SILENT].sort()).toEqual(recordings.sort());
  });

  test.each([
    ['lldb-dap-19.1.7-terminal', 'process event'],
    ['lldb-dap-22.1.8-terminal', 'process event'],
    ['debugpy-1.6.3-terminal', 'process event'],
    ['debugpy-1.8.20-terminal', 'process event'],
    ['java-debug-0.51.0-terminal', 'processid event'],
  ])('%s: the terminal stands in until the adapter tells more', async (name, via) => {
    const { lists } = await replayed(name);
    const ways = lists.map((list) => list[0]?.via);
    expect(ways.filter((way, at) => way !== ways[at - 1])).toEqual(['terminal', via]);
  });
});
