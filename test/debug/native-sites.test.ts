import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/analyze.js';
import { Explainer } from '../../src/debug/explainer.js';
import { nativeSources } from '../../src/debug/native-sources.js';
import { NativeSites, type AskForOpenings } from '../../src/debug/native-sites.js';
import { OpenLog } from '../../src/debug/open-log.js';
import type { Session } from '../../src/debug/session.js';
import { openedLines } from '../../src/server/openings.js';
import type { OpenedLine } from '../../src/shared/opened-line.js';
import type { TcpSocket } from '../../src/shared/sample.js';

const SERVER = join(import.meta.dirname, '../../examples/c/server.c');

const SOCKET: TcpSocket = {
  id: 'sk:1',
  state: 'CLOSE_WAIT',
  local: { address: '127.0.0.1', port: 80 },
  peer: { address: '127.0.0.1', port: 40_000 },
  holders: [{ pid: 7, fd: 4 }],
  role: 'accepted',
  unreadBytes: 0,
  unsentBytes: 0,
  since: 0,
  sinceExact: true,
  keepaliveMs: undefined,
};

/** lldb-dap 19 on a running program, or another adapter that knows no such request. */
function session(type: string, program = '/app/server'): Session {
  const bodies: Readonly<Record<string, unknown>> = {
    modules: {
      modules: [
        { id: 'LIBC', path: '/lib/libc.so.6' },
        { id: 'C08B', path: '/app/server' },
      ],
    },
    compileUnits: { compileUnits: [{ compileUnitPath: '/src/main.c' }, { compileUnitPath: '/src/net.c' }] },
  };
  return {
    id: 'S1',
    type,
    name: 'server',
    parentId: undefined,
    configuration: { program },
    request: (command) => {
      const body = type === 'lldb-dap' ? bodies[command] : undefined;
      return body === undefined ? Promise.reject(new Error('unknown')) : Promise.resolve(body);
    },
  };
}

function line(number: number, changes: Partial<OpenedLine> = {}): OpenedLine {
  return { file: '/src/net.c', line: number, column: 5, kind: 'accepted', ...changes };
}

async function siteOf(lines: readonly OpenedLine[], socket = SOCKET, type = 'lldb-dap') {
  const { sites } = await new NativeSites(
    () => [session(type)],
    () => Promise.resolve(lines),
  ).explain([socket]);
  return sites.get(socket.id);
}

describe('the sources of a compiled program', () => {
  test('lldb-dap tells them', async () => {
    expect(await nativeSources(session('lldb-dap'))).toEqual(['/src/main.c', '/src/net.c']);
  });

  test('else the files of its name', async () => {
    const names = ['/app/server.c', '/app/server.cc', '/app/server.cpp', '/app/server.cxx'];
    expect(await nativeSources(session('cppdbg'))).toEqual(names);
    expect(await nativeSources(session('lldb', '/app/server.out'))).toEqual(names);
    expect(await nativeSources({ ...session('gdb'), configuration: {} })).toEqual([]);
  });
});

describe('the line of a descriptor', () => {
  test('the only one that accepts is it', async () => {
    expect(await siteOf([line(9, { kind: 'connected' }), line(12)])).toEqual({
      key: 'native@/src/net.c:12:5',
      cause: 'unknown',
      words: 'accepted here, still open',
      place: { file: '/src/net.c', line: 12, column: 5 },
      candidate: false,
    });
  });

  test('of several the one that the analysis finds fault with, as a candidate', async () => {
    const fault = 'connfd is never closed: once the peer closes, it stays in CLOSE_WAIT. Close it.';
    expect(await siteOf([line(12), line(30, { fault })])).toMatchObject({
      words: 'connfd is never closed',
      said: 'connfd is never closed.',
      place: { line: 30 },
      candidate: true,
    });
    const others = async (...lines: number[]) =>
      (await siteOf([12, ...lines].map((one) => line(one))))?.words;
    expect(await others(30)).toBe('accepted here or at one other place, still open');
    expect(await others(30, 40)).toBe('accepted here or at one of 2 other places, still open');
  });

  test('none of another kind, for a backlog or for other programs', async () => {
    expect(await siteOf([line(9, { kind: 'connected' })])).toBeUndefined();
    expect(await siteOf([line(9)], { ...SOCKET, role: 'backlog', holders: [] })).toBeUndefined();
    expect(await siteOf([line(9)], SOCKET, 'debugpy')).toBeUndefined();
  });

  test('the analysis is asked once in a while, whatever it answers', async () => {
    let now = 0;
    let asked = 0;
    const ask: AskForOpenings = () => {
      asked += 1;
      return asked === 2 ? Promise.reject(new Error('stopped')) : Promise.resolve([line(12)]);
    };
    const subject = new NativeSites(
      () => [session('lldb-dap')],
      ask,
      new OpenLog(),
      () => now,
    );
    await subject.explain([SOCKET, { ...SOCKET, id: 'sk:2' }]);
    expect(asked).toBe(1);
    now += 31_000;
    expect((await subject.explain([SOCKET])).sites.size).toBe(1);
    await subject.explain([SOCKET]);
    expect(asked).toBe(2);
  });

  test('comes with the explanation', async () => {
    const native = new NativeSites(
      () => [session('lldb-dap')],
      () => Promise.resolve([line(12)]),
    );
    const { sites } = await new Explainer(() => [session('lldb-dap')], native).explain([SOCKET]);
    expect(sites.get('sk:1')?.place?.line).toBe(12);
  });
});

test("the example server's accept line and what is held against it", async () => {
  const text = readFileSync(SERVER, 'utf8');
  const workspace = { read: (path: string) => (path === SERVER ? text : undefined) };
  const lines = await openedLines([SERVER, '/absent.c', '/not-source.md'], analyze, workspace);
  const accept = text.split('\n').findIndex((one) => one.includes('accept(')) + 1;
  expect(lines).toMatchObject([
    {
      file: SERVER,
      line: accept,
      kind: 'accepted',
      fault: expect.stringContaining('never closed') as string,
    },
  ]);
});
