import { expect, it } from 'vitest';
import { hashOf, wordsOf } from '../../../src/frontends/c/words.js';

it('knows the words of a text, the last one too', () => {
  const words = wordsOf('typedef struct { int fd_2; } conn_t; /* see Conn */ int last');
  for (const word of ['typedef', 'fd_2', 'conn_t', 'Conn', 'last'])
    expect(words.has(hashOf(word))).toBe(true);
  for (const word of ['conn', 'fd', 'las', 'lasts']) expect(words.has(hashOf(word))).toBe(false);
});

it('takes the first word of a name that has several', () => {
  expect(hashOf('Socket::close/1')).toBe(hashOf('Socket'));
  expect(hashOf('@conn_t@120')).toBe(hashOf('conn_t'));
});
