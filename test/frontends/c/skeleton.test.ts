import { describe, expect, it } from 'vitest';
import { Skeleton } from '../../../src/frontends/c/skeleton.js';

/** The text without what stands between dots, and as it was. */
function marked(text: string): { whole: string; bare: string } {
  return {
    whole: text.replaceAll('·', ''),
    bare: text.replaceAll(/·[^·]*·/g, ''),
  };
}

describe('a text without the bodies of its functions', () => {
  it.each([
    ['a function', 'int f(int a) {· return a; ·}\nint g;\n'],
    ['blocks in it', 'int f(int a) {· if (a) { return 1; } return 0; ·}\n'],
    ['braces that are none', `void f(void) {· puts("}"); /* } */ put('}'); // }\n ·}\nint g;\n`],
    ['a macro in it', 'void f(void) {·\n#define END }\n ·}\nint g;\n'],
    [
      'methods',
      'class C : B<int> {\n int f() const {· return 1; ·}\n C() : a(1), b(2) {· go(); ·}\n int a;\n};\n',
    ],
    ['a namespace', 'namespace n {\nextern "C" {\nint f(void) noexcept {· return 1; ·}\n}\n}\n'],
    ['values', 'int a[] = { f(1) };\nauto g = [](int x) { return x; };\nint h() {· return 2; ·}\n'],
    ['numbers of a list', 'enum e { A = 1, B };\nint h() {· return 2; ·}\n'],
    ['an apostrophe in a number', "int h() {· return 1'000; ·}\nint g;\n"],
  ])('keeps the rest: %s', (_, text) => {
    const { whole, bare } = marked(text);
    const skeleton = new Skeleton(whole);
    expect(skeleton.text).toBe(bare);
    for (const [, word = ''] of bare.matchAll(/\b(int \w+)/g))
      expect(skeleton.place(bare.indexOf(word))).toBe(whole.indexOf(word));
  });

  it.each([
    ['a brace too few', 'int f(int a) {· if (a) { return 1;\n·}\nint g(void) {· return 1; ·}\n'],
    ['a brace too many', 'int f(int a)\n{·\n if (a) } return 1;\n·}\nint g(void) {· return 1; ·}\n'],
  ])('leaves half-typed code in its function: %s', (_, text) => {
    const { whole, bare } = marked(text);
    expect(new Skeleton(whole).text).toBe(bare);
  });

  it.each([
    ['a brace too many', ' int f(void) { return 1; }\n}\n'],
    ['a brace too few', 'int f(void) {\nint g(void) { return 1; }\n'],
    ['a parenthesis too few', 'int f(void) { return 1; }\nint x = (1;\n'],
  ])('is the text itself where brackets do not match: %s', (_, text) => {
    expect(new Skeleton(text).text).toBe(text);
  });
});
