import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/analyze.js';
import { loggedOpenings, logPointsOf, OpenLog, type LogPoint } from '../../src/debug/open-log.js';
import { MOST_HITS, OpenLogger } from '../../src/debug/open-logger.js';
import { NativeSites } from '../../src/debug/native-sites.js';
import { createSampler } from '../../src/sampler/sampler.js';
import { systemDeps } from '../../src/sampler/system-deps.js';
import { openedLines } from '../../src/server/openings.js';
import type { OpenedLine } from '../../src/shared/opened-line.js';
import { socket } from '../panel/samples.js';
import { endPrograms, eventually, halfClosedPeer } from '../sampler/program.js';
import { DEBUGGERS, NativeProgram, SERVER, titleOf } from './native-program.js';

const LINE: OpenedLine = {
  file: '/src/net.c',
  line: 12,
  column: 5,
  kind: 'accepted',
  log: { expression: 'conn->fd', lines: [13, 20] },
};
/** As lldb-dap 19 writes it for such a log point. */
const OUTPUT = 'Closewait: descriptor 7 accepted at /src/net.c:12\n';

describe('log points', () => {
  test('stand after the line that opens and name it', () => {
    expect(logPointsOf([LINE])).toEqual([
      { file: '/src/net.c', line: 13, message: 'Closewait: descriptor {conn->fd} accepted at /src/net.c:12' },
      { file: '/src/net.c', line: 20, message: 'Closewait: descriptor {conn->fd} accepted at /src/net.c:12' },
    ]);
  });

  test('are none where the descriptor cannot be read, or the path would be evaluated', () => {
    const { log: _, ...silent } = LINE;
    expect(logPointsOf([silent, { ...LINE, file: '/src/{x}/net.c' }])).toEqual([]);
  });

  test('are read back from the console, among other lines; failed openings are left out', () => {
    const text = `ready\n${OUTPUT}Closewait: descriptor -1 accepted at /src/net.c:12\nClosewait: descriptor (int) 8 connected at C:\\src\\a b.c:3\r\n`;
    expect(loggedOpenings(text)).toEqual([
      { fd: 7, kind: 'accepted', file: '/src/net.c', line: 12 },
      { fd: 8, kind: 'connected', file: 'C:\\src\\a b.c', line: 3 },
    ]);
  });
});

describe('the log of openings', () => {
  const stuck = (id: string, since: number) => ({ id, role: 'accepted', since });

  test('gives each opening to one socket, which keeps it', () => {
    const log = new OpenLog();
    log.note('S1', OUTPUT, 100);
    expect(log.openingOf('S1', 7, stuck('a', 500))).toMatchObject({ line: 12, at: 100 });
    expect(log.openingOf('S1', 7, stuck('b', 900))).toBeUndefined();
    log.note('S1', OUTPUT, 800);
    expect(log.openingOf('S1', 7, stuck('b', 900))).toMatchObject({ at: 800 });
    expect(log.openingOf('S1', 7, stuck('a', 500))).toMatchObject({ at: 100 });
  });

  test('gives none to a socket that was there before, of another kind, descriptor or session', () => {
    const log = new OpenLog();
    log.note('S1', OUTPUT, 10_000);
    expect(log.openingOf('S1', 7, stuck('a', 5_000))).toBeUndefined();
    expect(log.openingOf('S1', 7, { ...stuck('a', 10_500), role: 'connected' })).toBeUndefined();
    expect(log.openingOf('S1', 8, stuck('a', 10_500))).toBeUndefined();
    expect(log.openingOf('S2', 7, stuck('a', 10_500))).toBeUndefined();
  });

  test('tells nothing of sockets that were opened after it stopped, and forgets those that are gone', () => {
    const log = new OpenLog();
    log.note('S1', `${OUTPUT}${OUTPUT.replace('7', '8')}`, 100);
    log.openingOf('S1', 7, stuck('a', 500));
    log.stop('S1');
    expect(log.openingOf('S1', 8, stuck('b', 500))).toBeUndefined();
    expect(log.openingOf('S1', 7, stuck('a', 500))).toBeDefined();
    log.keep(new Set());
    expect(log.size).toBe(0);
  });

  test('makes a candidate certain', async () => {
    const log = new OpenLog();
    const session = {
      id: 'S1',
      type: 'gdb',
      name: '',
      parentId: undefined,
      configuration: { program: '/src/net' },
      request: () => Promise.reject(new Error('unknown')),
    };
    const other = { ...LINE, line: 40, fault: 'fd is never closed: it stays.' };
    const subject = new NativeSites(
      () => [session],
      () => Promise.resolve([LINE, other]),
      log,
    );
    const logged = socket(7);
    log.note('S1', OUTPUT, logged.since - 5_000);
    const { sites, openedAt } = await subject.explain([logged, socket(9)]);
    expect(sites.get(logged.id)).toMatchObject({
      words: 'accepted here, still open',
      place: { line: 12 },
      candidate: false,
    });
    expect(sites.get('sk:9')).toMatchObject({ place: { line: 40 }, candidate: true });
    expect([...openedAt]).toEqual([[logged.id, logged.since - 5_000]]);
  });
});

describe('logging', () => {
  function logger() {
    const set: LogPoint[][] = [];
    const log = new OpenLog();
    const subject = new OpenLogger((points) => {
      set.push([...points]);
      return { count: points.length, remove: () => set.pop() };
    }, log);
    return { subject, set, log };
  }

  test('ends by itself after so many openings', () => {
    const { subject, set } = logger();
    expect(subject.start('S1', [LINE])).toBe(2);
    for (let hit = 1; hit < MOST_HITS; hit += 1) subject.output('S1', OUTPUT);
    expect(set).toHaveLength(1);
    subject.output('S1', OUTPUT);
    expect(set).toHaveLength(0);
    expect(subject.output('S1', OUTPUT)).toBe(false);
  });

  test('ends with the session', () => {
    const { subject, set } = logger();
    subject.start('S1', [LINE]);
    subject.keep(new Set(['S1']));
    expect(subject.isLogging('S1')).toBe(true);
    subject.keep(new Set());
    expect([set.length, subject.isLogging('S1')]).toEqual([0, false]);
  });

  test('is refused in one sentence when there is nothing to log', () => {
    const { subject } = logger();
    expect(() => subject.start('S1', [])).toThrow('no line is known');
    const taken = new OpenLogger(() => ({ count: 0, remove: () => undefined }), new OpenLog());
    expect(() => taken.start('S1', [LINE])).toThrow('breakpoints of yours');
  });
});

describe.each(DEBUGGERS.map((each) => [titleOf(each), each] as const))('%s', (_, by) => {
  let program: NativeProgram | undefined;
  afterEach(async () => {
    endPrograms();
    await program?.end();
  });

  test.skipIf(by.absent !== '')(
    'descriptors are logged by the lines of the analysis, and rows get the line and the time',
    async () => {
      const subject = new NativeProgram(SERVER, by);
      program = subject;
      const { adapter, source } = subject;
      const workspace = {
        read: (path: string) => (path === source ? readFileSync(path, 'utf8') : undefined),
      };
      const lines = await openedLines([source], analyze, workspace);
      const log = new OpenLog();
      const sent: Promise<unknown>[] = [];
      const send = (points: readonly LogPoint[]): unknown =>
        sent.push(
          adapter.request('setBreakpoints', {
            source: { path: source },
            breakpoints: points.map(({ line, message }) => ({ line, logMessage: message })),
          }),
        );
      const logger = new OpenLogger((points) => {
        send(points);
        return { count: points.length, remove: () => send([]) };
      }, log);
      adapter.listen(({ event, body }) => {
        const { output = '' } = (body ?? {}) as { output?: string };
        if (event === 'output') logger.output('S1', output);
      });
      await adapter.launch(async () => {
        logger.start('S1', lines);
        await Promise.all(sent);
      });
      const port = await eventually(
        () => Promise.resolve(Number(/port (\d+)/.exec(subject.text)?.[1])),
        (value) => value > 0,
      );
      const begun = Date.now();
      await halfClosedPeer(port);
      await halfClosedPeer(port);
      const sampler = createSampler('linux', systemDeps);
      const { closeWait } = await eventually(
        () => sampler.sample([subject.pid]),
        (seen) => seen.closeWait.filter(({ role }) => role === 'accepted').length === 2,
      );
      await eventually(
        () => Promise.resolve(log.size),
        (size) => size === 2,
      );
      const native = new NativeSites(
        () => [adapter.session],
        () => Promise.resolve(lines),
        log,
      );
      const { sites, openedAt } = await native.explain(closeWait);
      const accept = SERVER.split('\n').findIndex((text) => text.includes('accept(')) + 1;
      for (const { id } of closeWait) {
        expect(sites.get(id)).toMatchObject({ place: { file: source, line: accept }, candidate: false });
        expect(openedAt.get(id)).toBeGreaterThanOrEqual(begun);
      }
      logger.stop('S1');
      await Promise.all(sent);
      const before = subject.text.length;
      await halfClosedPeer(port);
      await eventually(
        () => sampler.sample([subject.pid]),
        (seen) => seen.closeWait.filter(({ role }) => role === 'accepted').length === 3,
      );
      expect(subject.text.slice(before)).not.toContain('Closewait');
    },
  );
});
