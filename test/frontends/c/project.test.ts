import { describe, expect, it } from 'vitest';
import { findings, linesOf, server } from './analysed.js';

const HEADER =
  'struct conn { int fd; };\n#define CONN_CLOSE(c) conn_close(&(c))\nvoid conn_close(struct conn *c);\n';
const CLOSES = '#include <unistd.h>\nint finish(int fd)\n{\n    return close(fd);\n}\n';
const LOOKS = '#include <unistd.h>\nint finish(int fd)\n{\n    return write(fd, "x", 1) < 0;\n}\n';

describe('a project of several files', () => {
  const text = server('finish(fd);', 'int finish(int fd);');

  it('follows a callee into the file that defines it', async () => {
    expect(await findings(text, 'c', { 'finish.c': CLOSES })).toEqual([]);
    expect(linesOf(text, await findings(text, 'c', { 'finish.c': LOOKS }))).not.toEqual([]);
  });

  it('says nothing of a callee that nobody defines, or two files do', async () => {
    expect(await findings(text)).toEqual([]);
    expect(await findings(text, 'c', { 'a.c': LOOKS, 'b.c': CLOSES })).toEqual([]);
  });

  it('takes the static function of the file itself first', async () => {
    const own = server('finish(fd);', 'static int finish(int fd) { return close(fd); }');
    expect(await findings(own, 'c', { 'finish.c': LOOKS })).toEqual([]);
  });

  it('does not take another file for the callee when its function is static or has other parameters', async () => {
    expect(
      await findings(text, 'c', { 'finish.c': LOOKS.replace('int finish', 'static int finish') }),
    ).toEqual([]);
    expect(await findings(text, 'c', { 'finish.c': LOOKS.replace('int fd)', 'int fd, int how)') })).toEqual(
      [],
    );
  });

  it('reads macros and records from included headers', async () => {
    const helpers = '#include "conn.h"';
    const body = 'struct conn c = { .fd = fd };\nread(c.fd, buf, 9);\nCONN_CLOSE(c);';
    const closing =
      '#include "conn.h"\n#include <unistd.h>\nvoid conn_close(struct conn *c) { close(c->fd); }\n';
    const idle = closing.replace('close(c->fd)', 'c->fd = -1');
    const program = server(body, helpers);
    expect(await findings(program, 'c', { 'conn.h': HEADER, 'conn.c': closing })).toEqual([]);
    expect(await findings(program, 'c', { 'conn.h': HEADER, 'conn.c': idle })).not.toEqual([]);
  });

  it('sees what changed in another file', async () => {
    expect(await findings(text, 'c', { 'later.c': LOOKS })).not.toEqual([]);
    expect(await findings(text, 'c', { 'later.c': CLOSES })).toEqual([]);
  });
});
