import { parse as parseByTypeScript } from '@typescript-eslint/typescript-estree';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasHelpers } from '../../../src/frontends/javascript/compiled/helper-names.js';
import { loadParser, parseOr } from '../../../src/frontends/javascript/parse.js';
import { isCFamily, languageOf } from '../../../src/shared/language.js';
import { programs } from '../../analysis/corpus/program.js';

const parse = await loadParser();
/** What says nothing of the syntax, and what one of the parsers leaves out where it is empty. */
const LEFT_OUT = new Set(['parent', 'loc', 'start', 'end', 'extra', 'raw', 'sourceType', 'interpreter']);

/** A tree without what is empty: types, ranges and what stands where. */
function outline(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(outline);
  if (typeof node !== 'object' || node === null || node instanceof RegExp) return node;
  const kept = Object.entries(node).filter(([key, value]) => !LEFT_OUT.has(key) && !isEmpty(key, value));
  return Object.fromEntries(kept.map(([key, value]) => [key, outline(value)]));
}

function isEmpty(key: string, value: unknown): boolean {
  const nothing = value === undefined || value === null || value === false;
  return (
    nothing || (Array.isArray(value) && value.length === 0) || (key.endsWith('Kind') && value === 'value')
  );
}

function expected(text: string, path: string): unknown {
  const jsx = /\.(?:[jt]sx|[cm]?js)$/.test(path);
  return outline(parseByTypeScript(text, { range: true, jsx, filePath: path, allowInvalidAST: true }));
}

const TEXTS: Readonly<Record<string, string>> = {
  'types.ts': `
    import type { Socket } from 'node:net';
    import fs = require('fs');
    export type Reader<in T, out U extends string = 'a'> = (this: T, ...rest: U[]) => asserts this is Socket;
    declare module 'other' { export const one: unique symbol; }
    export enum Kind { a = 1, b = \`t\` }
    abstract class Base<T> implements Iterable<T> {
      static #count = 0; declare readonly id: number; accessor value: T; abstract open(): void;
      constructor(private readonly socket: Socket, public name?: string) {}
      get [Symbol.iterator](): never { return null!; }
      static { Base.#count++; }
      overloaded(a: string): void; overloaded(a: unknown): void {}
    }
    const f = async <T,>(x: T) => (x satisfies T) as unknown as <const U>(a: U) => void;
    export = f;
    function assert(x: any): x is string { return (<string>x)?.length! > 0; }
    namespace A.B { export let c: typeof import('x'); }
    for await (using s of open<number>()) label: while (s) continue label;
  `,
  'code.js': `#!/usr/bin/env node
    'use strict';
    var { a = 1, ['b']: { c } = {}, ...d } = require(\`x\${1}y\${\`z\`}\`);
    const e = a?.b?.[c]?.(...d) ?? (a, b), g = /x[/]/giu, h = 10n, i = 0x1f, j = tag\`\\u{41}\${e}\`;
    class K extends (class {}) { static async *m() { yield* super.m(); } #p = 1; q() { return #p in this; } }
    label: for (const k in e) { if (k) continue label; else break label; }
    try { throw new.target } catch { import('./x.js').then(async (m) => await m.default) } finally { debugger }
    export { e as default, g as 'a b' }; export * as ns from 'y'; import z, * as w from 'w';
    x ||= y &&= z ??= 1 ** 2; do ; while (!x, +y); switch (x) { case 1: default: }
    const l = { get m() { return 1 }, set m(v) {}, async n() {}, *o() {}, p, [q]: 1, 'r': 2 };
  `,
  'page.tsx': `const page = <a.B {...props} c="d" e={f}><>text {/* empty */} {g as string}</></a.B>;`,
};

describe('the syntax', () => {
  test.each(Object.entries(TEXTS))('is what typescript-estree makes of %s', (path, text) => {
    expect(outline(parse(text, path))).toEqual(expected(text, path));
  });

  test('is what typescript-estree makes of every program of the corpus', { timeout: 120_000 }, () => {
    const files = new Set(programs().flatMap((program) => program.files));
    const paths = [...files].filter((path) => !isCFamily(languageOf(path) ?? 'c'));
    expect(paths.length).toBeGreaterThan(100);
    for (const path of paths) {
      const text = readFileSync(path, 'utf8');
      // What a compiler's helpers stand for is another tree.
      if (hasHelpers(text)) continue;
      expect(outline(parse(text, path)), path).toEqual(expected(text, path));
    }
  });
});

describe('what a text must be to be read', () => {
  test.each([
    ['a name declared twice', 'let a; let a;'],
    ['a script that strict mode forbids', 'with (a) delete b; var c = 017;'],
    ['an export of what is not there', 'export { nobody };'],
    ['await outside of async functions', 'function f() { return await g(); }'],
  ])('%s is read', (_, text) => {
    expect(parseOr(parse, text, 'file.js')).toBeDefined();
  });

  test.each([
    ['a call that is not closed', 'server.on("connection", (socket) => {'],
    ['words without an operator', 'const a = b c;'],
    ['types in JavaScript', 'const a: string = b;'],
    ['try without an end', 'try { a() }'],
  ])('%s is not', (_, text) => {
    expect(() => parse(text, 'file.js')).toThrow(SyntaxError);
  });

  test('what only a type checker forbids is read', () => {
    expect(parseOr(parse, 'class A { override private private b?: C; }', 'file.ts')).toBeDefined();
    expect(() => parse('function f(a?: B, c: D) {} const e: = 1;', 'file.ts')).toThrow(SyntaxError);
  });

  test("Flow's types are read where they are announced", () => {
    expect(parseOr(parse, '// @flow\nconst a: ?string = b;', 'file.js')).toBeDefined();
  });

  test('a document without an extension may have types', () => {
    expect(parseOr(parse, 'const a: string = b;', 'untitled')).toBeDefined();
  });
});
