import { describe, expect, it } from 'vitest';
import type { Debuggee } from '../../src/debug/debuggees.js';
import { explanation } from '../../src/panel/explanation.js';
import { rowText } from '../../src/panel/row-text.js';
import { SocketModel } from '../../src/panel/socket-model.js';
import { badge, viewDescription, viewMessage, viewState } from '../../src/panel/status.js';
import { tooltipMarkdown } from '../../src/panel/tooltip.js';
import { buildTree } from '../../src/panel/tree-builder.js';
import { bytesText, endpointText, spanText } from '../../src/shared/wording.js';
import { process, sample, socket, START } from './samples.js';

const LATER = START + 41_000;
const DEBUGGEE: Debuggee = {
  pid: 4242,
  sessionId: 's',
  name: 'server.ts',
  adapter: 'pwa-node',
  via: 'evaluate',
  ended: false,
};
const WORLD = { debuggees: [DEBUGGEE], unresolved: [], starting: [], failure: undefined };

function pictureOf(...sockets: Parameters<typeof socket>[]) {
  const model = new SocketModel();
  model.observe(
    [process()],
    sample(
      LATER,
      sockets.map((args) => socket(...args)),
      { limitation: 'No permission.' },
    ),
  );
  return model.picture();
}

function socketNode(...args: Parameters<typeof socket>) {
  const options = { now: LATER, filter: '', order: 'oldest' as const, growth: () => undefined };
  const node = buildTree(pictureOf(args), options)[0]?.children[0];
  if (node === undefined) throw new Error('No row.');
  return node;
}

describe('wording', () => {
  it('writes time spans in the units that matter', () => {
    const spans = [-5, 0, 59_999, 60_000, 3_599_999, 3_600_000, 7_800_000];
    expect(spans.map(spanText)).toEqual(['0 s', '0 s', '59 s', '1 min', '59 min', '1 h', '2 h 10 min']);
  });

  it('writes endpoints and bytes', () => {
    expect(endpointText({ address: '::1', port: 80 })).toBe('[::1]:80');
    expect([5, 1_536, 3 * 1024 * 1024].map(bytesText)).toEqual(['5 B', '1.5 KiB', '3.0 MiB']);
  });
});

describe('the row of a socket', () => {
  it('is copied with all its facts', () => {
    const text = rowText(socketNode(23, { unreadBytes: 5, keepaliveMs: 32_000 }), LATER);
    expect(text).toBe(
      [
        'State: CLOSE_WAIT for 41 s',
        'Peer: 127.0.0.1:50023',
        'Local address: 127.0.0.1:8080',
        'Held by: pid 4242 fd 23',
        'Origin: accepted by this program',
        'Unread: 5 B not read since the peer closed',
        'Keepalive: next probe in 32 s',
      ].join('\n'),
    );
  });

  it('has a tooltip in which no name becomes markup', () => {
    const { subject } = socketNode(23, { peer: { address: '::1', port: 9 } });
    expect(tooltipMarkdown(subject, LATER)).toContain('| Peer | \\[::1\\]:9 |');
  });

  it('is told of with the names of the code as they are written', () => {
    const { subject } = socketNode(23);
    if (subject.kind !== 'socket') throw new Error('No socket.');
    const site = { key: 'k', cause: 'unknown', words: 'connfd is never closed' } as const;
    const text = (more: { readonly said?: string }) =>
      tooltipMarkdown({ ...subject, site: { ...site, ...more } }, LATER);
    expect(text({ said: 'connfd is never closed.' })).toContain('\n\nconnfd is never closed. ');
    expect(text({})).toContain('\n\nConnfd is never closed. ');
  });

  it('does not claim that the program saw the end because nothing is unread', () => {
    expect(tooltipMarkdown(socketNode(23).subject, LATER)).toContain(
      'nothing: all data was taken from the kernel',
    );
  });

  it('tells of bytes that wait in the buffer of Node.js', () => {
    const subject = (change: Parameters<typeof socket>[1]) =>
      tooltipMarkdown(socketNode(23, change).subject, LATER);
    expect(subject({ bufferedBytes: 5 })).toContain('5 B in Node’s buffer: the program does not take them');
    expect(subject({ bufferedBytes: 5, unreadBytes: 3 })).toContain(
      '3 B in the kernel and 5 B in Node’s buffer',
    );
  });

  it('is explained with its own facts and what to do', () => {
    const page = explanation(socketNode(23).subject, LATER);
    expect(page).toContain('# CLOSE_WAIT');
    expect(page).toContain('- **Held by**: pid 4242 fd 23');
    expect(page).toContain('**What to do.**');
  });

  it('is not called a leak while it waits for accept', () => {
    const page = explanation(
      {
        kind: 'backlog',
        process: { process: process(), ended: false, stuck: [], unread: [], backlog: [] },
        sockets: [],
      },
      LATER,
    );
    expect(page).toContain('no `close()` is missing');
  });
});

describe('the view', () => {
  it.each([
    ['none', { ...WORLD, debuggees: [] }],
    ['unknown', { ...WORLD, debuggees: [], unresolved: [{ sessionId: 's', name: 'x', adapter: 'y' }] }],
    ['starting', { ...WORLD, debuggees: [], starting: [{ sessionId: 's', name: 'x', adapter: 'y' }] }],
    ['remote', { ...WORLD, debuggees: [{ ...DEBUGGEE, pid: undefined, remote: 'box' }] }],
    ['watching', WORLD],
    ['ended', { ...WORLD, debuggees: [{ ...DEBUGGEE, ended: true }] }],
  ] as const)('knows the state %s', (state, world) => {
    expect(viewState(world)).toBe(state);
  });

  it('says beside its name how many are stuck', () => {
    expect(viewDescription(pictureOf([1], [2]), 'watching')).toBe('2 stuck');
    expect(viewDescription(pictureOf(), 'watching')).toBe('none stuck');
    expect(viewDescription({ ...pictureOf(), counts: { ESTABLISHED: 3, LISTEN: 1 } }, 'watching')).toBe(
      '4 sockets, none stuck',
    );
    expect(viewDescription(pictureOf(), 'ended')).toBe('ended, none stuck');
  });

  it('has a badge only when something is stuck', () => {
    expect(badge(pictureOf())).toBeUndefined();
    expect(badge(pictureOf([1]))).toEqual({ value: 1, tooltip: '1 socket in CLOSE_WAIT' });
  });

  it('shows what limits it, in one sentence each', () => {
    expect(viewMessage(pictureOf(), WORLD)).toBe('No permission.');
    const remote = { ...DEBUGGEE, pid: undefined, remote: 'box' };
    expect(viewMessage(pictureOf(), { ...WORLD, debuggees: [remote] })).toBe(
      'server.ts runs on box: its sockets are shown as Node.js itself sees them.',
    );
    expect(viewMessage(pictureOf(), { ...WORLD, debuggees: [{ ...remote, adapter: 'debugpy' }] })).toBe(
      'server.ts runs on box: its sockets cannot be read from here.',
    );
    expect(viewMessage(pictureOf(), { ...WORLD, failure: 'ss did not answer.' })).toBe(
      'ss did not answer. No permission.',
    );
  });
});
