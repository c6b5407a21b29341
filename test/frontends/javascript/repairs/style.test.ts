import { describe, expect, it } from 'vitest';
import { styleOf } from '../../../../src/frontends/javascript/repairs/style.js';

describe('style of a file', () => {
  it('takes the common choice where the file shows nothing', () => {
    expect(styleOf('')).toEqual({
      quote: "'",
      semicolons: true,
      indent: '  ',
      arrows: true,
      parens: true,
      requires: false,
    });
  });

  it.each([
    ['const a = "x";\nconst b = "y", c = \'z\';', '"'],
    ["import a from 'x';\n", "'"],
    [`const s = "it's";\nconst t = "don't";`, '"'],
  ])('quotes of %j', (text, quote) => {
    expect(styleOf(text).quote).toBe(quote);
  });

  it.each([
    ['const a = 1\nconst b = 2\n', false],
    ['const a = 1;\nconst b = 2;\n', true],
    ['import net from "net"\n\nexport function f() {\n  return net.connect(1)\n}\nf()\n', false],
    ['foo(\n  a,\n  b\n);\nbar();\n', true],
  ])('semicolons of %j', (text, semicolons) => {
    expect(styleOf(text).semicolons).toBe(semicolons);
  });

  it.each([
    ['function f() {\n\treturn 1;\n}\n', '\t'],
    ['function f() {\n    return 1;\n}\nfunction g() {\n    if (a) {\n        b();\n    }\n}', '    '],
    ['/*\n * text\n */\nif (a) {\n  b();\n}', '  '],
  ])('indentation of %j', (text, indent) => {
    expect(styleOf(text).indent).toBe(indent);
  });

  it.each([
    ["s.on('data', function (d) { x(d) })", false],
    ["s.on('data', (d) => x(d))", true],
    ["s.on('data', function () {}); s.on('end', () => {}); s.on('x', async () => {})", true],
    ['function main() { a(); }', false],
  ])('callbacks of %j', (text, arrows) => {
    expect(styleOf(text).arrows).toBe(arrows);
  });

  it.each([
    ['a.map(x => x + 1)', false],
    ['a.map((x) => x + 1)', true],
    ['a.map((x: number) => x + 1)', true],
  ])('parentheses of %j', (text, parens) => {
    expect(styleOf(text).parens).toBe(parens);
  });

  it('knows modules loaded by require', () => {
    expect(styleOf("const net = require('net');").requires).toBe(true);
    expect(styleOf("import net from 'net';\nconst x = require('y');").requires).toBe(false);
  });
});
