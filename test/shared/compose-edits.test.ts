import { describe, expect, test } from 'vitest';
import { composeEdits, movedOn } from '../../src/shared/compose-edits.js';
import { applyEdits, type TextEdit } from '../../src/shared/span.js';

const edit = (start: number, end: number, text: string): TextEdit => ({ span: { start, end }, text });
const TEXT = 'abcdefghij';

describe('composeEdits', () => {
  test.each([
    ['before and behind', [edit(3, 3, 'XX')], [edit(1, 2, '-'), edit(8, 9, '+')]],
    ['into what was written', [edit(3, 5, 'XYZ')], [edit(4, 5, '!'), edit(5, 5, '?')]],
    ['at its two ends', [edit(3, 3, 'XX')], [edit(3, 3, '<'), edit(5, 5, '>')]],
    ['where something was cut', [edit(2, 5, '')], [edit(2, 2, '|')]],
    ['between two', [edit(1, 2, 'BBB'), edit(7, 7, 'H')], [edit(5, 7, '_')]],
  ])('%s', (_, first, second) => {
    const twice = applyEdits(applyEdits(TEXT, first), second);
    expect(applyEdits(TEXT, composeEdits(first, second) ?? [])).toBe(twice);
  });

  test('gives up where an edit reaches into what was written and beyond', () => {
    expect(composeEdits([edit(3, 3, 'XX')], [edit(4, 7, '-')])).toBeUndefined();
  });

  test('says where an offset has moved to', () => {
    expect(movedOn(2, [edit(3, 3, 'XX')])).toBe(2);
    expect(movedOn(6, [edit(3, 3, 'XX'), edit(4, 6, '')])).toBe(6);
  });
});
