import { describe, expect, it } from 'vitest';
import { probeMarkdown } from '../../src/panel/probe-report.js';
import { makeReport, reportMarkdown } from '../../src/panel/report.js';
import { SocketModel } from '../../src/panel/socket-model.js';
import type { LeakSite } from '../../src/shared/leak-site.js';
import { process, sample, socket, START } from './samples.js';

const AT = new Date(START + 41_000);
const SITE: LeakSite = {
  key: 'a',
  cause: 'half-open',
  words: 'end seen, end() never called',
  place: { file: '/project/server.ts', line: 16, column: 1 },
};

function report() {
  const model = new SocketModel();
  const seen = [socket(23, { unreadBytes: 5 }), socket(24), socket(9, { role: 'backlog', holders: [] })];
  model.observe(
    [process({ name: 'a|b' })],
    sample(AT.getTime(), seen, { limitation: 'No permission for pid 7.' }),
  );
  model.setSites(new Map(['sk:23', 'sk:24'].map((id) => [id, SITE])));
  const history = [{ at: START, counts: { CLOSE_WAIT: 0 } }];
  const finding = {
    file: '/project/server.ts',
    line: 18,
    rule: 'handle-eof',
    message: "Nothing ends 'socket'.",
  };
  return makeReport(model.picture(), history, { Closewait: '0.1.0' }, AT, [finding]);
}

describe('the report', () => {
  it('tells sites with their counts, and every socket with its facts', () => {
    const [text = '', data = ''] = reportMarkdown(report()).split('<details>');
    expect(text).toContain('2023-11-14T22:14:01.000Z · Closewait 0.1.0');
    expect(text).toContain('> No permission for pid 7.');
    expect(text).toContain('## a\\|b (pid 4242)');
    expect(text).toContain('2 in CLOSE\\_WAIT, 0 never read, 1 not accepted yet.');
    expect(text).toContain('- 2 × `/project/server.ts:16`: End seen, end() never called.');
    expect(text).toContain('| 127.0.0.1:50023 | 127.0.0.1:8080 | 23 | 41 s | 5 |');
    expect(text).toContain("## Findings\n\n- `/project/server.ts:18` handle-eof: Nothing ends 'socket'.");
    expect(data).toContain('"closeWait"');
  });

  it('carries the same data as JSON that can be read back', () => {
    const json = /```json\n([\s\S]+?)\n```/.exec(reportMarkdown(report()))?.[1] ?? '';
    expect(JSON.parse(json)).toEqual(report());
  });

  it('is a report without rows too', () => {
    const empty = makeReport(new SocketModel().picture(), [], {}, AT);
    expect(reportMarkdown(empty)).toContain('No socket is stuck.');
  });
});

describe('the report of a probe', () => {
  const target = { address: '127.0.0.1', port: 8001 };

  it('lists what stayed', () => {
    const stuck = [{ address: '127.0.0.1', port: 50_023 }];
    const text = probeMarkdown(
      { target, connections: 5, stuck, sockets: [socket(23)], allClosedMs: undefined },
      'server.ts',
      AT,
    );
    expect(text).toContain('✗ **1 of 5 connections stuck in CLOSE_WAIT.**');
    expect(text).toContain('| 127.0.0.1:50023 | 23 | 41 s | 0 |');
  });

  it('says that all closed, and gives no advice then', () => {
    const text = probeMarkdown(
      { target, connections: 5, stuck: [], sockets: [], allClosedMs: 12 },
      'server.ts',
      AT,
    );
    expect(text).toContain('✓ **All 5 connections closed in 12 ms.**');
    expect(text).not.toContain('descriptor');
  });
});
