import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/analyze.js';
import { openedLines } from '../../src/server/openings.js';

const FILE = '/project/server.c';

/** The `log` of each opening in a function with this body, whose first line is line 3. */
async function logs(body: string) {
  const text = `#include <sys/socket.h>\nvoid serve(int listener, struct conn *conn, int *fds, int n) {\n${body}\n}\n`;
  const workspace = { read: (path: string) => (path === FILE ? text : undefined) };
  return (await openedLines([FILE], analyze, workspace)).map(({ log }) => log);
}

describe('where an accepted descriptor can be logged', () => {
  test.each([
    ['a declaration', 'int fd = accept(listener, 0, 0);\nuse(fd);', 'fd', [4]],
    ['an assignment', 'int fd;\nfd = accept(listener, 0, 0);\n\n/* now */\nuse(fd);', 'fd', [7]],
    ['several lines', 'int fd = accept(\n  listener,\n  0, 0);\nuse(fd);', 'fd', [6]],
    ['a field', 'conn->fd = accept(listener, 0, 0);\nuse(conn);', 'conn->fd', [4]],
    ['an element', 'fds[n] = accept(listener, 0, 0);\nn++;', 'fds[n]', [4]],
    ['an if', 'int fd;\nif ((fd = accept(listener, 0, 0)) < 0)\n  return;\nuse(fd);', 'fd', [5, 6]],
    [
      'an else',
      'int fd;\nif ((fd = accept(listener, 0, 0)) < 0)\n  n++;\nelse {\n  use(fd);\n}',
      'fd',
      [5, 7],
    ],
    ['a loop', 'int fd;\nwhile ((fd = accept(listener, 0, 0)) >= 0) {\n  use(fd);\n}\nn = 1;', 'fd', [5, 7]],
    ['the end of a block', 'int fd;\nif (n) {\n  fd = accept(listener, 0, 0);\n}\nuse(fd);', 'fd', [7]],
  ])('%s', async (_, body, expression, lines) => {
    expect(await logs(body)).toEqual([{ expression, lines }]);
  });

  test.each([
    ['it is given away', 'use(accept(listener, 0, 0));\nn = 1;'],
    ['reading it has an effect', 'fds[n++] = accept(listener, 0, 0);\nn = 1;'],
    ['the next statement is on its line', 'int fd = accept(listener, 0, 0); use(fd);'],
    ['a loop begins anew', 'int fd;\nfor (;;) {\n  fd = accept(listener, 0, 0);\n}'],
  ])('not where %s', async (_, body) => {
    expect(await logs(body)).toEqual([undefined]);
  });
});
