import { describe, expect, test } from 'vitest';
import { Patch } from '../../src/shared/patch.js';
import { applyEdits, type TextEdit } from '../../src/shared/span.js';

const edit = (start: number, end: number, text: string): TextEdit => ({ span: { start, end }, text });
const TEXT = 'abcdefghij';

describe('a patch with further edits', () => {
  test.each([
    ['before and behind', [edit(3, 3, 'XX')], [edit(1, 2, '-'), edit(8, 9, '+')]],
    ['into what was written', [edit(3, 5, 'XYZ')], [edit(4, 5, '!'), edit(5, 5, '?')]],
    ['at its two ends', [edit(3, 3, 'XX')], [edit(3, 3, '<'), edit(5, 5, '>')]],
    ['where something was cut', [edit(2, 5, '')], [edit(2, 2, '|')]],
    ['between two', [edit(1, 2, 'BBB'), edit(7, 7, 'H')], [edit(5, 7, '_')]],
    ['from what was written on beyond it', [edit(3, 3, 'XX')], [edit(4, 7, '-')]],
  ])('%s', (_, first, second) => {
    const twice = applyEdits(applyEdits(TEXT, first), second);
    const patch = new Patch(TEXT, first).with(second);
    expect(patch.text).toBe(twice);
    expect(applyEdits(TEXT, patch.edits)).toBe(twice);
  });

  test('says where an offset has moved to', () => {
    expect(new Patch(TEXT, [edit(3, 3, 'XX')]).now(2)).toBe(2);
    expect(new Patch(TEXT, [edit(3, 3, 'XX'), edit(4, 6, '')]).now(6)).toBe(6);
  });
});
