import { describe, expect, it } from 'vitest';
import { withoutSplits } from '../../../src/frontends/c/alternatives.js';

const lines = (text: string): string[] => text.split('\n').map((line) => line.trimEnd());

describe('conditionals whose branches cannot stand alone', () => {
  it('keeps the head that is not for Windows alone', () => {
    const text = '#ifdef _WIN32\nDWORD f(void)\n#else\nint f(void)\n#endif\n{ }\n';
    expect(lines(withoutSplits(text))).toEqual(['', '', '', 'int f(void)', '', '{ }', '']);
    expect(withoutSplits(text)).toHaveLength(text.length);
  });

  it('keeps the first of several opening braces', () => {
    const text = '#if defined(A)\nif (a) {\n#elif defined(B)\nif (b) {\n#else\nif (c) {\n#endif\n}\n';
    expect(lines(withoutSplits(text)).filter((line) => line !== '')).toEqual(['if (a) {', '}']);
  });

  it('sees through what is nested and what is quoted', () => {
    const text =
      '#ifndef _WIN32\n#if X\nif (a) {\n#else\nif (b) {\n#endif\nputs("}");\n}\n#else\ng();\n#endif\n';
    expect(lines(withoutSplits(text))).toEqual([
      '#ifndef _WIN32',
      '',
      'if (a) {',
      '',
      '',
      '',
      'puts("}");',
      '}',
      '#else',
      'g();',
      '#endif',
      '',
    ]);
  });

  it.each([
    ['statements', '#if A\nf();\n#else\ng();\n#endif\n'],
    ['a branch alone', '#ifdef __cplusplus\nextern "C" {\n#endif\n'],
    ['one that never ends', '#if A\nif (a) {\n#else\nif (b) {\n'],
    ['an end without a beginning', '#else\nif (b) {\n#endif\n'],
  ])('leaves %s as they are', (_, text) => {
    expect(withoutSplits(text)).toBe(text);
  });
});
