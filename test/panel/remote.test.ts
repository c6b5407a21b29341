import { describe, expect, it } from 'vitest';
import type { Debuggee } from '../../src/debug/debuggees.js';
import type { Session } from '../../src/debug/session.js';
import { LiveState } from '../../src/panel/live-state.js';
import { RemoteWatch } from '../../src/panel/remote-watch.js';
import { makeReport, reportMarkdown } from '../../src/panel/report.js';
import { badge, viewDescription } from '../../src/panel/status.js';
import { described, PLACES, session, snapshot } from '../debug/node-session.js';
import { START } from './samples.js';

const REMOTE: Debuggee = {
  pid: undefined,
  sessionId: 'S2',
  name: 'Remote Process [0]',
  adapter: 'pwa-node',
  via: 'evaluate',
  ended: false,
  remote: 'build-7',
};

/** Time that stands until it is moved. */
class Clock {
  time = START;
  #next: (() => void) | undefined;

  after(_ms: number, run: () => void): { dispose(): void } {
    this.#next = run;
    return { dispose: () => (this.#next = undefined) };
  }

  now(): number {
    return this.time;
  }

  /** Runs what waits, `ms` later, and lets promises settle. */
  async pass(ms: number): Promise<void> {
    this.time += ms;
    const run = this.#next;
    this.#next = undefined;
    run?.();
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

function watching(node: Session, state = new LiveState()) {
  const clock = new Clock();
  let news = 0;
  const watch = new RemoteWatch(
    (id) => (id === 'S2' ? [node] : []),
    state,
    () => (news += 1),
    clock,
    () => clock.time,
  );
  state.setRemote([REMOTE]);
  watch.watch([REMOTE]);
  return { clock, state, watch, news: () => news };
}

function drawn(state: LiveState, now: number): readonly string[] {
  return state.rows(now).flatMap(function lines(node): string[] {
    return [`${node.label} | ${node.description} | ${node.context}`, ...node.children.flatMap(lines)];
  });
}

describe('a program on another host', () => {
  it('has rows as Node.js sees them, marked with the host, without a pid', async () => {
    const asked: string[] = [];
    const node = session({ ...PLACES, 'evaluate clipboard': snapshot(described(1), described(2)) }, asked);
    const { clock, state, watch } = watching(node);
    expect(asked).toEqual([]);
    watch.run(true);
    await settled();
    expect(drawn(state, clock.time)).toEqual([]);
    await clock.pass(2_000);
    expect(drawn(state, clock.time)).toEqual([
      'Remote Process | 2 stuck · as Node.js sees it, on build-7 | process remote',
      'server.ts:6 | 2 · end seen, end() or destroy() never called | site remote line',
      '127.0.0.1:1 | ≥ 2 s · 127.0.0.1:80 | socket remote line',
      '127.0.0.1:2 | ≥ 2 s · 127.0.0.1:80 | socket remote line',
    ]);
    expect(state.watchedPids()).toEqual([]);
    expect(viewDescription(state.picture(), 'remote')).toBe('2 stuck');
    expect(badge(state.picture())?.value).toBe(2);
    const report = makeReport(state.picture(), [], {}, new Date(clock.time));
    expect(reportMarkdown(report)).toContain('## Remote Process (on build-7)');
  });

  it('is asked only while somebody looks, and one question at a time', async () => {
    const asked: string[] = [];
    let answer: (value: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      answer = resolve;
    });
    const { clock, watch } = watching(session({ ...PLACES, 'evaluate clipboard': () => slow }, asked));
    watch.run(true);
    watch.watch([REMOTE]);
    watch.run(false);
    watch.run(true);
    expect(asked).toEqual(['evaluate clipboard']);
    answer(snapshot()({}));
    await settled();
    watch.run(false);
    await clock.pass(60_000);
    expect(asked).toHaveLength(1);
    watch.dispose();
  });

  it('keeps its last rows when it ends, until it is named no more', async () => {
    const node = session({ ...PLACES, 'evaluate clipboard': snapshot(described(1)) });
    const { clock, state, watch, news } = watching(node);
    watch.run(true);
    await settled();
    await clock.pass(2_000);
    expect(news()).toBe(2);
    state.setRemote([{ ...REMOTE, ended: true }]);
    expect(drawn(state, clock.time)[0]).toBe(
      'Remote Process | 1 stuck · ended · as Node.js sees it, on build-7 | process ended',
    );
    state.setRemote([]);
    expect(drawn(state, clock.time)).toEqual([]);
  });

  it('under another debugger has no rows', () => {
    const state = new LiveState();
    state.setRemote([{ ...REMOTE, adapter: 'debugpy' }]);
    expect(state.picture().processes).toEqual([]);
  });
});
