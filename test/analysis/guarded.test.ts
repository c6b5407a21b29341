import { describe, expect, it } from 'vitest';
import type { Source, Workspace } from '../../src/analysis/analyze.js';
import type { Engine } from '../../src/analysis/engine.js';
import { guarded } from '../../src/analysis/guarded.js';
import { withRepairs } from '../../src/analysis/lazy-repairs.js';
import type { Finding, Repair } from '../../src/shared/finding.js';
import type { RuleId } from '../../src/shared/rule-id.js';

const WORKSPACE: Workspace = { read: () => undefined };

function cText(text: string): Source {
  return { path: '/p/server.c', language: 'c', text };
}

function finding(rule: RuleId, start: number, repairs: readonly Repair[] = []): Finding {
  return { rule, severity: 'error', span: { start, end: start + 4 }, message: 'm', evidence: [], repairs };
}

/** An engine that remembers the texts it was given. */
function recording(findings: readonly Finding[] = []): { engine: Engine; seen: string[] } {
  const seen: string[] = [];
  const engine: Engine = ({ text }) => {
    seen.push(text);
    return Promise.resolve({ findings });
  };
  return { engine, seen };
}

describe('guarded analysis', () => {
  it.each([
    ['binary', 'int fd = accept(s, 0, 0);\0'],
    ['too-large', `accept();\n${'int a;\n'.repeat(200_000)}`],
    ['minified', `accept();${'var a=1;'.repeat(5000)}`],
  ] as const)('says why it leaves out a %s text, and does not parse it', async (reason, text) => {
    const { engine, seen } = recording();
    const analysis = await guarded(engine)(cText(text), WORKSPACE);
    expect(analysis).toEqual({ findings: [], skipped: reason });
    expect(seen).toEqual([]);
  });

  it('does not parse a text that mentions no socket', async () => {
    const { engine, seen } = recording();
    await guarded(engine)(cText('int add(int a, int b) { return a + b; }'), WORKSPACE);
    expect(seen).toEqual([]);
  });

  it('parses a text with one long line among ordinary ones', async () => {
    const { engine, seen } = recording();
    const text = `${'accept(s, 0, 0);\n'.repeat(400)}static char t[] = "${'x'.repeat(5000)}";\n`;
    await guarded(engine)(cText(text), WORKSPACE);
    expect(seen).toEqual([text]);
  });

  it('leaves out what is off or disabled, tells each place once, in the order of the text', async () => {
    const text = 'accept();\nread();\nread(); // eslint-disable-line\n';
    const { engine } = recording([
      finding('handle-eof', 18),
      finding('handle-eof', 10),
      finding('handle-eof', 0),
      finding('handle-eof', 0),
      finding('no-swallowed-error', 0),
    ]);
    const off = new Set<RuleId>(['no-swallowed-error']);
    const { findings } = await guarded(engine)(cText(text), WORKSPACE, { off });
    expect(findings.map(({ rule, span }) => [rule, span.start])).toEqual([
      ['handle-eof', 0],
      ['handle-eof', 10],
    ]);
  });

  it('puts the preferred repair first and gives it the line ends of the file', async () => {
    const edits = [{ span: { start: 0, end: 0 }, text: 'close(fd);\n' }];
    const other: Repair = { title: 'b', preferred: false, changesBehaviour: true, edits: [] };
    const best: Repair = { title: 'a', preferred: true, changesBehaviour: true, edits };
    const { engine } = recording([finding('handle-eof', 0, [other, best])]);
    const { findings } = await guarded(engine)(cText('accept();\r\n'), WORKSPACE);
    expect(findings[0]?.repairs.map(({ title }) => title)).toEqual(['a', 'b']);
    expect(findings[0]?.repairs[0]?.edits[0]?.text).toBe('close(fd);\r\n');
  });

  it('looks for repairs when they are first asked for, and once', async () => {
    let looked = 0;
    const lazy = withRepairs(finding('handle-eof', 0), () => {
      looked++;
      return [];
    });
    const { engine } = recording([lazy]);
    const { findings } = await guarded(engine)(cText('accept();'), WORKSPACE);
    expect(looked).toBe(0);
    expect([findings[0]?.repairs, findings[0]?.repairs]).toEqual([[], []]);
    expect(looked).toBe(1);
  });
});
