import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../src/frontends/javascript/parse.js';
import { ParseCache } from '../../../src/frontends/javascript/parse-cache.js';

/** Counts how often a file was parsed. */
class Parser {
  readonly parsed: string[] = [];

  constructor(private readonly cache: ParseCache) {}

  read(path: string, text: string): Parsed | undefined {
    return this.cache.get(path, text, () => {
      this.parsed.push(path);
      return undefined;
    });
  }
}

describe('syntax of the files read last', () => {
  test('the same text is parsed once, even when it could not be understood', () => {
    const parser = new Parser(new ParseCache());
    parser.read('a.ts', 'let');
    parser.read('a.ts', 'let');
    expect(parser.parsed).toEqual(['a.ts']);
  });

  test('a changed text is parsed again', () => {
    const parser = new Parser(new ParseCache());
    parser.read('a.ts', 'let a');
    parser.read('a.ts', 'let b');
    parser.read('a.ts', 'let a');
    expect(parser.parsed).toHaveLength(3);
  });

  test('the least recently used give way; one larger than all is still kept', () => {
    const parser = new Parser(new ParseCache(10));
    parser.read('a.ts', '12345');
    parser.read('b.ts', '12345');
    parser.read('a.ts', '12345');
    parser.read('c.ts', '12345');
    parser.read('a.ts', '12345');
    expect(parser.parsed).toEqual(['a.ts', 'b.ts', 'c.ts']);
    parser.read('huge.ts', '12345678901');
    parser.read('huge.ts', '12345678901');
    expect(parser.parsed).toEqual(['a.ts', 'b.ts', 'c.ts', 'huge.ts']);
  });
});
