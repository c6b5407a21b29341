import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FakeProcess } from './proc.js';
import type { Recorded } from './recorded/recorded.js';
import { replay, SESSION, type Replay } from './replay.js';

const FOLDER = join(import.meta.dirname, 'recorded');

async function replayed(name: string): Promise<Replay & Pick<Recorded, 'pids'>> {
  const recorded = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Recorded;
  const processes = Object.entries(recorded.processes).map(([pid, { exe, startedAfter }]) => {
    return [pid, { exe, started: SESSION + startedAfter } satisfies FakeProcess] as const;
  });
  const shell = recorded.steps.flatMap((step) => ('>' in step ? shellOf(step['>']) : []));
  const shells = shell.map((pid) => [String(pid), { exe: '/usr/bin/sh', started: SESSION }] as const);
  const situation = {
    processes: Object.fromEntries([...shells, ...processes]),
    answers: { evaluate: recorded.answer },
  };
  return { ...(await replay(recorded.steps, situation)), pids: recorded.pids };
}

/** The shell that was started for `runInTerminal`. */
function shellOf({ command, body }: Readonly<Record<string, unknown>>): readonly number[] {
  return command === 'runInTerminal' ? [(body as { shellProcessId: number }).shellProcessId] : [];
}

describe('what real adapters said', () => {
  test.each([
    ['lldb-dap-launch', 'process event'],
    ['lldb-dap-terminal', 'process event'],
    ['lldb-dap-attach', 'process event'],
    ['debugpy-launch', 'process event'],
    ['debugpy-terminal', 'process event'],
    ['debugpy-subprocess', 'process event'],
    ['delve-attach', 'start arguments'],
    ['cdt-gdb-attach', 'start arguments'],
  ] as const)('%s: the processes that the system knew, by %s', async (name, via) => {
    const { tracker, pids } = await replayed(name);
    expect(tracker.list()).toMatchObject(pids.map((pid) => ({ pid, via, ended: false })));
    expect(tracker.list().filter((debuggee) => 'remote' in debuggee)).toEqual([]);
    expect(tracker.unresolved()).toEqual([]);
  });

  test('lldb-dap-restart: no event tells the process after the restart; asked, the console does', async () => {
    const { tracker, pids } = await replayed('lldb-dap-restart');
    expect(tracker.list()).toMatchObject([{ pid: pids[0], ended: false }]);
  });

  test('a terminal stands in until the adapter tells more', async () => {
    const { lists } = await replayed('lldb-dap-terminal');
    const ways = lists.map((list) => list[0]?.via);
    expect(ways.filter((way, at) => way !== ways[at - 1])).toEqual(['terminal', 'process event']);
  });

  test.each(['delve-launch', 'cdt-gdb-launch'])('%s tells no process: the user picks it', async (name) => {
    const { tracker } = await replayed(name);
    expect(tracker.list()).toEqual([]);
    expect(tracker.unresolved()).toHaveLength(1);
  });
});
