import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mentionsSockets } from '../../src/analysis/pre-filter.js';
import { sourceFiles } from '../../src/analysis/walk.js';
import { languageOf, type LanguageId } from '../../src/shared/language.js';

describe('pre-filter', () => {
  it.each<[LanguageId, string]>([
    ['typescript', "import { createServer } from 'node:net';"],
    ['javascript', "const t = require('tls')"],
    ['javascript', 'require(`http2`).createSecureServer()'],
    ['typescript', "import h from 'https'"],
    ['typescript', 'const r = await fetch(url);'],
    ['typescript', "import { request } from 'undici';"],
    ['javascript', "new (require('ws').Server)()"],
    ['typescript', "export function attach(c: Peer) { c.on('end', log); }"],
    ['javascript', 'module.exports = (a, b) => a.pipe(b)'],
    ['typescript', 'class Pool { #connections = new Set() }'],
    ['c', 'int fd = accept(s, 0, 0);'],
    ['c', 'n = read(c, buf, sizeof buf);'],
    ['c', 'n = xread (c, buf);'],
    ['c', 'int k = dup(0);'],
    ['c', 'void drop(int cfd) { }'],
    ['c', 'while (poll(p, n, -1) > 0) ;'],
    ['cpp', 'auto n = ::recv(h, b, 10, 0);'],
    ['cpp', 'SSL_read(ssl, b, 10);'],
    ['c', 'SOCKET s; closesocket(s);'],
  ])('%s: looks at %s', (language, text) => {
    expect(mentionsSockets({ language, text })).toBe(true);
  });

  it.each<[LanguageId, string]>([
    ['typescript', 'export const add = (a: number, b: number): number => a + b;'],
    ['javascriptreact', 'export const Page = () => <main>Hello</main>;'],
    ['c', '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }'],
    ['c', 'static double mean(const double *v, size_t n);'],
    ['c', 'int spread(int n) { return thread(n); }'],
  ])('%s: leaves out %s', (language, text) => {
    expect(mentionsSockets({ language, text })).toBe(false);
  });

  it('looks at every program of the corpus', () => {
    const unseen = [...sourceFiles(join(import.meta.dirname, '../corpus'))].filter((path) => {
      const language = languageOf(path);
      return language && !mentionsSockets({ language, text: readFileSync(path, 'utf8') });
    });
    // They make no socket and name none: what they pass on or call is their neighbours'.
    const names = unseen.map((path) => basename(path)).sort();
    const helpers = [
      'container.ts',
      'decode.ts',
      'frame.ts',
      'index.cjs',
      'index.ts',
      'retry.js',
      'stack.js',
    ];
    expect([...new Set(names)]).toEqual(helpers);
    expect(names).toHaveLength(14);
  });
});
