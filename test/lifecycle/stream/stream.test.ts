import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src/lifecycle/ir.js';
import { findStreamLeaks } from '../../../src/lifecycle/stream/index.js';
import { forked, on, opened, program, SOCKET, straight, type Step } from './program.js';

const END: Step = { op: 'end', handle: SOCKET, how: 'end' };
const DESTROY: Step = { op: 'close', handle: SOCKET, how: 'destroy' };
const RESUME: Step = { op: 'consume', handle: SOCKET, how: 'resume' };
const PAUSE: Step = { op: 'stop', handle: SOCKET, how: 'pause' };
const PARTNER = 'socket#2';
const SINK = 'sink#3';

function kinds(...graphs: Graph[]): string[] {
  return findStreamLeaks(program(...graphs)).map(({ kind }) => kind);
}

describe('a socket that ends itself', () => {
  it('leaks when nobody reads it: unread bytes hide the FIN', () => {
    expect(kinds(straight('main', opened(), on('end'), on('close')))).toEqual(['never-read']);
  });

  it('is closed once it is read, whatever its listeners do', () => {
    expect(kinds(straight('main', opened(), on('data'), on('end')))).toEqual([]);
    expect(kinds(straight('main', opened(), RESUME))).toEqual([]);
  });

  it('is left alone when it has escaped', () => {
    const escape: Step = { op: 'escape', handle: SOCKET, to: 'unknown' };
    expect(kinds(straight('main', opened(), escape))).toEqual([]);
  });

  it('opened paused does not start by a data listener', () => {
    expect(kinds(straight('main', opened({ paused: true }), on('data')))).toEqual(['opened-paused']);
    expect(kinds(straight('main', opened({ paused: true }), on('data'), RESUME))).toEqual([]);
  });

  it('is stuck when a handler pauses it for good', () => {
    expect(kinds(straight('main', opened(), on('data', 'pauses')), straight('pauses', PAUSE))).toEqual([
      'paused',
    ]);
  });

  it('is not stuck when a timer resumes it', () => {
    const later: Step = { op: 'later', trigger: 'timer', handler: 'resumes' };
    const graphs = [straight('main', opened(), on('data', 'pauses')), straight('pauses', PAUSE, later)];
    expect(kinds(...graphs, straight('resumes', RESUME))).toEqual([]);
  });

  it('given up on one path is reported there', () => {
    const leaks = findStreamLeaks(program(forked('main', [opened()], [RESUME], [{ op: 'return' }])));
    expect(leaks).toMatchObject([{ kind: 'path-abandons', rule: 'close-on-every-path', always: false }]);
  });
});

describe('a half-open socket', () => {
  const half = opened({ halfOpen: true });

  it('leaks when EOF is seen and nothing ends it', () => {
    expect(kinds(straight('main', half, on('data')))).toEqual(['eof-unhandled']);
  });

  it('leaks by an end listener that only logs', () => {
    expect(kinds(straight('main', half, on('data'), on('end', 'logs')), straight('logs'))).toEqual([
      'end-listener-does-not-end',
    ]);
  });

  it('is ended by its end listener', () => {
    expect(kinds(straight('main', half, on('data'), on('end', 'ends')), straight('ends', END))).toEqual([]);
  });

  it('leaks on the path of the end listener that leaves it', () => {
    const listener = forked('ends', [], [END], [{ op: 'return' }]);
    expect(kinds(straight('main', half, on('data'), on('end', 'ends')), listener)).toEqual([
      'end-listener-path',
    ]);
  });

  it('is rescued by an armed idle timeout that destroys, not by one that logs', () => {
    const arm: Step = { op: 'special', name: 'arm', places: [SOCKET] };
    const main = straight('main', half, on('data'), arm, on('timeout', 'idle'));
    expect(kinds(main, straight('idle', DESTROY))).toEqual([]);
    expect(kinds(main, straight('idle'))).toEqual(['eof-unhandled']);
  });

  it('is ended by a pipe that comes back, not by one that goes away', () => {
    const pipe = (to: string): Step => ({ op: 'pipe', from: SOCKET, to, ends: true, errors: false });
    expect(kinds(straight('main', half, pipe(SOCKET)))).toEqual([]);
    expect(kinds(straight('main', half, pipe(SINK)))).toEqual(['pipe-one-sided']);
  });
});

describe('a pipe', () => {
  const pipe: Step = { op: 'pipe', from: SOCKET, to: SINK, ends: true, errors: false };

  it('leaves its source paused when the target fails and the error is only logged', () => {
    const graphs = [straight('main', opened(), pipe, on('error', 'logs', SINK)), straight('logs')];
    expect(kinds(...graphs)).toEqual(['pipe-target-fails']);
  });

  it('is harmless when the error listener destroys the source, or when the error ends the process', () => {
    const graphs = [
      straight('main', opened(), pipe, on('error', 'destroys', SINK)),
      straight('destroys', DESTROY),
    ];
    expect(kinds(...graphs)).toEqual([]);
    expect(kinds(straight('main', opened(), pipe))).toEqual([]);
  });

  it('by pipeline destroys all', () => {
    const whole: Step = { op: 'pipe', from: SOCKET, to: SINK, ends: true, errors: true };
    expect(kinds(straight('main', opened(), whole, on('error', 'logs', SINK)), straight('logs'))).toEqual([]);
  });

  it('to a network partner stalls when the partner is gone', () => {
    const away: Step = { op: 'pipe', from: SOCKET, to: PARTNER, ends: true, errors: false };
    expect(kinds(straight('main', opened(), away))).toEqual(['pipe-target-fails']);
  });
});

describe('waits', () => {
  it('a rejection that is survived leaves the socket unread', () => {
    const main: Graph = {
      ...forked('main', [opened()], [RESUME], [{ op: 'special', name: 'throws', places: [] }]),
      rejects: true,
    };
    const blocks = main.blocks.map((block) =>
      block.ops.some(({ op }) => op === 'special') ? { ...block, leaves: 'throw' as const } : block,
    );
    const graph = { ...main, blocks };
    expect(findStreamLeaks({ ...program(graph), survives: true }).map(({ kind }) => kind)).toEqual([
      'error-path-abandons',
    ]);
    expect(findStreamLeaks(program(graph))).toEqual([]);
  });
});
