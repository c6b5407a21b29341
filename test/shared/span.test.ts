import { expect, it } from 'vitest';
import { applyEdits } from '../../src/shared/span.js';

it('applies edits whatever their order', () => {
  const edits = [
    { span: { start: 6, end: 11 }, text: 'peer' },
    { span: { start: 0, end: 5 }, text: 'bye' },
  ];
  expect(applyEdits('hello world', edits)).toBe('bye peer');
  expect(applyEdits('hello world', edits.toReversed())).toBe('bye peer');
});

it('keeps the order of two insertions at one place, before a replacement that begins there', () => {
  const at = (start: number, end: number, text: string) => ({ span: { start, end }, text });
  expect(applyEdits('abc', [at(1, 1, '1'), at(1, 1, '2'), at(1, 2, 'B')])).toBe('a12Bc');
});
