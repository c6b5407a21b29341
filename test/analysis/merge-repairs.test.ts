import { describe, expect, it } from 'vitest';
import { asOneEdit, mergeRepairs, safeEdits } from '../../src/analysis/merge-repairs.js';
import type { Finding, Repair } from '../../src/shared/finding.js';
import { applyEdits, type TextEdit } from '../../src/shared/span.js';

function edit(start: number, end: number, text: string): TextEdit {
  return { span: { start, end }, text };
}

function repair(...edits: TextEdit[]): Repair {
  return { title: 't', preferred: true, changesBehaviour: false, edits };
}

describe('merging repairs', () => {
  it('takes repairs that lie apart', () => {
    expect(mergeRepairs([repair(edit(0, 1, 'a')), repair(edit(5, 5, 'b'))])).toHaveLength(2);
  });

  it('leaves out a repair that touches an earlier one, with all its edits', () => {
    const merged = mergeRepairs([repair(edit(4, 6, 'a')), repair(edit(0, 0, 'x'), edit(6, 6, 'b'))]);
    expect(merged).toEqual([edit(4, 6, 'a')]);
  });

  it('makes an edit that two repairs need only once', () => {
    const line = edit(0, 0, "import { pipeline } from 'node:stream';\n");
    const merged = mergeRepairs([repair(line, edit(50, 51, 'a')), repair(line, edit(60, 61, 'b'))]);
    expect(merged).toEqual([line, edit(50, 51, 'a'), edit(60, 61, 'b')]);
  });

  it('takes only repairs that keep the behaviour, of the rule asked for', () => {
    const finding = (rule: Finding['rule'], changesBehaviour: boolean, at: number): Finding => ({
      rule,
      severity: 'error',
      span: { start: at, end: at },
      message: 'm',
      evidence: [],
      repairs: [{ ...repair(edit(at, at, 'x')), changesBehaviour }],
    });
    const findings = [
      finding('handle-eof', true, 0),
      finding('handle-eof', false, 10),
      finding('consume-response', false, 20),
    ];
    expect(safeEdits(findings)).toEqual([edit(10, 10, 'x'), edit(20, 20, 'x')]);
    expect(safeEdits(findings, 'handle-eof')).toEqual([edit(10, 10, 'x')]);
  });

  it('makes one edit of several with the same effect', () => {
    const text = 'let a = open(); use(a);';
    const edits = [edit(23, 23, ' close(a);'), edit(0, 3, 'const'), edit(8, 8, 'safe')];
    const one = asOneEdit(text, edits);
    expect(one?.span).toEqual({ start: 0, end: 23 });
    expect(applyEdits(text, one ? [one] : [])).toBe(applyEdits(text, edits));
    expect(asOneEdit(text, [])).toBeUndefined();
  });
});
