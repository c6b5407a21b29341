import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src/lifecycle/ir.js';
import { findStreamLeaks } from '../../../src/lifecycle/stream/index.js';
import { on, opened, program, SOCKET, straight, type Step } from './program.js';

const DESTROY: Step = { op: 'close', handle: SOCKET, how: 'destroy' };
const WRITE = special('written');
const ARM = special('arm');

function special(name: string, place = SOCKET): Step {
  return { op: 'special', name, places: [place] };
}

function advice(...graphs: Graph[]): string[] {
  return findStreamLeaks(program(...graphs), true).map(({ kind }) => kind);
}

describe('a peer that falls silent', () => {
  it('is not noticed by who only reads', () => {
    const [leak] = findStreamLeaks(program(straight('main', opened(), on('data'))), true);
    expect(leak).toMatchObject({ kind: 'silence-unnoticed', rule: 'detect-dead-peer', advice: true });
  });

  it('is of no interest to those who did not ask for advice', () => {
    expect(findStreamLeaks(program(straight('main', opened(), on('data'))))).toEqual([]);
  });

  it('is not told of besides a leak', () => {
    expect(advice(straight('main', opened(), on('end')))).toEqual(['never-read']);
  });

  it('is noticed by keepalive, unless it is switched off again', () => {
    expect(advice(straight('main', opened(), on('data'), special('keepalive')))).toEqual([]);
    const off = [special('keepalive'), special('no keepalive')];
    expect(advice(straight('main', opened(), on('data'), ...off))).toEqual(['silence-unnoticed']);
    expect(advice(straight('main', opened({ traits: new Set(['watched']) }), on('data')))).toEqual([]);
  });

  it('is noticed by an idle timeout that destroys or asks, not by one that only tells', () => {
    const main = straight('main', opened(), on('data'), ARM, on('timeout', 'idle'));
    expect(advice(main, straight('idle', DESTROY))).toEqual([]);
    expect(advice(main, straight('idle', WRITE))).toEqual([]);
    expect(advice(main, straight('idle'))).toEqual(['timeout-only-logs']);
    expect(advice(straight('main', opened(), on('data'), ARM))).toEqual(['timeout-only-logs']);
  });

  it('is not noticed by a timeout that was never armed', () => {
    const main = straight('main', opened(), on('data'), on('timeout', 'idle'));
    expect(advice(main, straight('idle', DESTROY))).toEqual(['silence-unnoticed']);
  });

  it('is noticed by a heartbeat', () => {
    const beat: Step = { op: 'later', trigger: 'interval', handler: 'beat' };
    const main = straight('main', opened(), on('data'), beat);
    expect(advice(main, straight('beat', WRITE))).toEqual([]);
    expect(advice(main, straight('beat'))).toEqual(['silence-unnoticed']);
  });

  it('is noticed by a timer that bounds the connection', () => {
    const later: Step = { op: 'later', trigger: 'timer', handler: 'over' };
    const main = straight('main', opened(), on('data'), later);
    expect(advice(main, straight('over', DESTROY))).toEqual([]);
  });

  it('is noticed by a sweep that runs elsewhere, and by what unseen code may call', () => {
    const handler = straight('handler', opened(), on('data'));
    const sweep: Step = { op: 'later', trigger: 'interval', handler: 'sweep' };
    const graphs = [handler, straight('main', sweep), straight('sweep', DESTROY)];
    expect(advice(...graphs)).toEqual([]);
    const asked = { ...program(handler, straight('ping', WRITE)), entries: ['ping'] };
    expect(findStreamLeaks(asked, true)).toEqual([]);
  });

  it('is noticed where a watch over the other end of a pipe is', () => {
    const pipe: Step = { op: 'pipe', from: SOCKET, to: 'socket#2', ends: true, errors: false };
    const back: Step = { op: 'pipe', from: 'socket#2', to: SOCKET, ends: true, errors: false };
    expect(advice(straight('main', opened(), pipe, back))).toEqual(['silence-unnoticed']);
    expect(advice(straight('main', opened(), pipe, back, special('arm', 'socket#2')))).toEqual([]);
  });

  it.each(['http request', 'http.request upgrade', 'ws connection'])('is not asked after for %s', (api) => {
    expect(advice(straight('main', opened({ api }), on('data')))).toEqual([]);
  });
});
