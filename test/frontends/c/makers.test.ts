import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze.js';

const OPENER = `#include <sys/socket.h>
int dial(const char *host) { int fd = socket(AF_INET, SOCK_STREAM, 0); if (fd < 0) return -1; return fd; }
`;
/** Leaks what `call` gives when it is not used. */
const user = (call: string) => `int serve(int x) {
  for (;;) {
    int peer = ${call};
    if (peer < 0) continue;
    if (x > 3) return 1;
    close(peer);
  }
}
`;

/** The number of findings in the last of some files, which are analysed in their order. */
async function leaksIn(files: Readonly<Record<string, string>>): Promise<number> {
  const folder = `/makers-${Math.random()}`;
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
  const paths = [...texts.keys()];
  const workspace = { read: (path: string) => texts.get(path), siblings: () => paths };
  let count = 0;
  for (const [path, text] of texts) {
    const { findings } = await analyze(
      { path, language: path.endsWith('pp') ? 'cpp' : 'c', text },
      workspace,
    );
    count = findings.length;
  }
  return count;
}

describe('a file that makes no socket itself', () => {
  it.each([
    ['a function of another file', { 'dial.c': OPENER, 'user.c': user('dial("peer")') }],
    [
      'a function of another file that asks a third one',
      {
        'dial.c': OPENER,
        'again.c': 'int dial(const char *);\nint redial(void) { return dial("peer"); }\n',
        'user.c': user('redial()'),
      },
    ],
    [
      'a macro of a header',
      { 'net.h': '#define TAKE(l) accept(l, 0, 0)\n', 'user.c': `#include "net.h"\n${user('TAKE(x)')}` },
    ],
    [
      'an inline function of a header',
      {
        'dial.h': `static inline ${OPENER.slice(OPENER.indexOf('int'))}`,
        'user.c': `#include "dial.h"\n${user('dial("peer")')}`,
      },
    ],
  ])('may get one by %s', async (_, files: Readonly<Record<string, string>>) => {
    expect(await leaksIn(files)).toBe(1);
  });

  it('sees what a name means once it makes a socket', async () => {
    const before = 'int dial(const char *host) { return 3; }\n';
    const texts = new Map([
      ['/later/dial.c', before],
      ['/later/user.c', user('dial("peer")')],
    ]);
    const workspace = {
      read: (path: string) => texts.get(path),
      siblings: () => ['/later/dial.c', '/later/user.c'],
    };
    const look = () =>
      analyze({ path: '/later/user.c', language: 'c', text: user('dial("peer")') }, workspace);
    expect((await look()).findings).toEqual([]);
    texts.set('/later/dial.c', OPENER);
    // Another project's file in between: this one's texts are compared anew.
    await analyze(
      { path: '/other/a.c', language: 'c', text: 'int conn;' },
      { read: () => undefined, siblings: () => [] },
    );
    expect((await look()).findings).toHaveLength(1);
  });
});

describe('a call of another file that never comes back', () => {
  const caller = `int serve(int l) {
  for (;;) {
    int peer = accept(l, 0, 0);
    if (peer < 0) continue;
    if (l > 3) die("no");
    close(peer);
  }
}
`;
  it.each([
    ['ends the process', 'void die(const char *why) { puts(why); exit(1); }', 0],
    [
      'asks one that does',
      'static void out(void) { abort(); }\nvoid die(const char *why) { puts(why); out(); }',
      0,
    ],
    ['comes back', 'void die(const char *why) { puts(why); }', 0],
  ])('%s', async (_, text, leaks) => {
    expect(await leaksIn({ 'die.c': text, 'serve.c': caller })).toBe(leaks);
  });

  it('is no way out that leaves a socket open', async () => {
    const leaving = caller.replace('die("no");', '{ die("no"); return 1; }');
    const ends = 'void die(const char *why) { puts(why); exit(1); }';
    expect(await leaksIn({ 'die.c': ends, 'serve.c': leaving })).toBe(0);
    expect(await leaksIn({ 'die.c': 'void die(const char *why) { puts(why); }', 'serve.c': leaving })).toBe(
      1,
    );
  });
});
