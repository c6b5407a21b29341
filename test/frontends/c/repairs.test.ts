import { describe, expect, it } from 'vitest';
import { findings, repaired, server } from './analysed.js';

/** The lines a repair adds, also those that stand elsewhere in the text already. */
async function added(text: string, language: 'c' | 'cpp' = 'c'): Promise<string[]> {
  const before = text.split('\n');
  const after = (await repaired(text, language)).split('\n');
  return after.filter((line) => {
    const index = before.indexOf(line);
    if (index >= 0) before.splice(index, 1);
    return index < 0;
  });
}

const TAKEN =
  'static int kept[2], n;\nstatic int take(int fd) { if (n == 2) return -1; kept[n++] = fd; return 0; }\nvoid sweep(void) { while (n > 0) close(kept[--n]); }';

describe('repairs of C', () => {
  it.each([
    ['the end of the turn', 'read(fd, buf, 9);', ['        close(fd);']],
    [
      'an exit without braces',
      'if (read(fd, buf, 9) < 0)\n    continue;\nclose(fd);',
      ['        if (read(fd, buf, 9) < 0) {', '            close(fd);', '        }'],
    ],
    [
      'an exit in braces',
      'if (read(fd, buf, 9) < 0) {\n    continue;\n}\nclose(fd);',
      ['            close(fd);'],
    ],
    [
      'an exit on the line of something else',
      'if (read(fd, buf, 9) < 0) { buf[0] = 0; continue; }\nclose(fd);',
      ['        if (read(fd, buf, 9) < 0) { buf[0] = 0; close(fd); continue; }'],
    ],
    [
      'the parent after fork',
      'if (fork() == 0) {\n    read(fd, buf, 9);\n    _exit(0);\n}',
      ['        close(fd);'],
    ],
    [
      'a hand-over that fails',
      'if (take(fd) < 0) {\n    write(2, "full", 4);\n}',
      ['            close(fd);'],
      TAKEN,
    ],
    [
      'the other branch',
      'if (buf[0]) {\n    write(fd, buf, 1);\n} else {\n    close(fd);\n}',
      ['            close(fd);'],
    ],
  ])('closes at %s', async (_, body, expected, helpers?: string) => {
    const text = server(body, helpers ?? '');
    expect(await added(text)).toEqual(expect.arrayContaining(expected));
    expect(await findings(await repaired(text))).toEqual([]);
  });

  it.each([
    [
      'adds the test of 0',
      'for (;;) {\n    int n = read(fd, buf, 9);\n    if (n < 0) break;\n    write(fd, buf, n);\n}\nclose(fd);',
    ],
    ['takes 0 into the test that is there', 'while (read(fd, buf, 9) >= 0)\n    ;\nclose(fd);'],
    [
      'asks errno only of errors',
      'int n;\ndo n = read(fd, buf, 9);\nwhile (n > 0 || (n <= 0 && errno == EAGAIN));\nclose(fd);',
    ],
    [
      'closes in the other branch',
      'if (read(fd, buf, 9) > 0) {\n    close(fd);\n} else {\n    buf[0] = 1;\n}',
    ],
    ['closes in the other alternative', '#ifdef QUIET\nclose(fd);\n#else\nwrite(fd, buf, 1);\n#endif'],
    [
      'closes for the other arm',
      'int n = read(fd, buf, 9);\nbuf[0] = n > 0 ? answer(fd) : 1;',
      'static int answer(int fd) { return close(fd); }',
    ],
    [
      'closes behind the label',
      'if (read(fd, buf, 9) < 9)\n    goto fail;\ndone:\nclose(fd);\nfail:\nbuf[0] = 1;',
    ],
    [
      'gives what the function gives where it fails',
      'while (some(fd, buf) >= 0)\n    ;\nclose(fd);',
      'static int some(int fd, char *buf) {\n    int n = read(fd, buf, 9);\n    if (n < 0)\n        return -1;\n    return n;\n}',
    ],
    [
      'closes a record before it is freed',
      'struct conn *c = malloc(sizeof *c);\nif (!c) { close(fd); continue; }\nc->fd = fd;\nread(c->fd, buf, 9);\nfree(c);',
      'struct conn { int fd; };',
    ],
  ])('%s', async (_, body, helpers = '') => {
    const text = server(body, helpers);
    expect(await findings(text)).not.toEqual([]);
    expect(await findings(await repaired(text))).toEqual([]);
  });

  it('keeps tabs and the brace on its own line', async () => {
    const text = [
      'int serve(int s)',
      '{',
      '\tfor (;;)',
      '\t{',
      '\t\tint fd = accept(s, 0, 0);',
      '\t\tif (fd < 0)',
      '\t\t{',
      '\t\t\tcontinue;',
      '\t\t}',
      '\t\tif (write(fd, "x", 1) < 0)',
      '\t\t\tcontinue;',
      '\t\tclose(fd);',
      '\t}',
      '}',
      '',
    ].join('\n');
    expect(await added(text)).toEqual(['\t\t{', '\t\t\tclose(fd);', '\t\t}']);
    expect(await repaired(text)).toContain(
      '\t\tif (write(fd, "x", 1) < 0)\n\t\t{\n\t\t\tclose(fd);\n\t\t\tcontinue;\n\t\t}\n',
    );
  });

  it('closes as the file does', async () => {
    const winsock = server('recv(fd, buf, 9, 0);', 'static void end(int s) { closesocket(s); }');
    expect(await added(winsock)).toEqual(['        closesocket(fd);']);
    const qualified =
      'void f(int s) {\n    for (;;) {\n        int fd = ::accept(s, nullptr, nullptr);\n        ::read(fd, nullptr, 0);\n    }\n}\n';
    expect(await added(qualified, 'cpp')).toEqual(['        ::close(fd);']);
  });

  it('keeps a server running that would end with its first peer', async () => {
    const text = server('int n = read(fd, buf, 9);\nif (n == 0) {\n    break;\n}\nwrite(fd, buf, n);')
      .replace('int serve(int listener)', 'int main(void)')
      .replace('accept(listener', 'accept(3');
    const after = await repaired(text);
    expect(after).not.toContain('break;');
    expect(after).toMatch(/close\(fd\);\n\s+continue;/);
    expect(await findings(after)).toEqual([]);
  });

  it('closes the stream that was made of the descriptor', async () => {
    const text = server(
      'FILE *io = fdopen(fd, "r");\nif (!io) { close(fd); continue; }\nif (!fgets(buf, 9, io)) continue;\nfclose(io);',
    );
    expect(await repaired(text)).toMatch(/fclose\(io\);\s+continue;/);
  });

  it('asks errno only of errors where 0 joins their branch', async () => {
    const text = server(
      'for (;;) {\n    int n = read(fd, buf, 9);\n    if (n < 0) {\n        if (errno == EAGAIN || errno == EINTR)\n            continue;\n        break;\n    }\n    write(fd, buf, n);\n}\nclose(fd);',
    );
    const after = await repaired(text);
    expect(await findings(after)).toEqual([]);
    expect(after).toMatch(/if \(n == 0\)|n < 0 && \(errno == EAGAIN \|\| errno == EINTR\)/);
  });

  it('never takes the success of FIONREAD for the end', async () => {
    const text = server(
      'int have = 0;\nwhile (have < 8) {\n    if (ioctl(fd, FIONREAD, &have) < 0)\n        break;\n}\nclose(fd);',
    );
    expect(await repaired(text)).not.toContain('<= 0');
  });

  it('closes in destructors and assignment operators', async () => {
    const type = (body: string) =>
      `class Socket {\npublic:\n    explicit Socket(int fd) : fd_(fd) {}\n${body}\n    int read() { char b[9]; return ::read(fd_, b, 9); }\nprivate:\n    int fd_ = -1;\n};\nvoid f(int s) {\n    for (;;) {\n        int fd = ::accept(s, nullptr, nullptr);\n        if (fd < 0) continue;\n        Socket c(fd);\n        c.read();\n    }\n}\n`;
    const after = await repaired(type('    ~Socket() { count--; }'), 'cpp');
    expect(after).toContain('count--; ::close(fd_); }');
    expect(await findings(after, 'cpp')).toEqual([]);
  });

  it('offers nothing that would close twice or before a use', async () => {
    const text = server('if (buf[0]) close(fd);\nif (buf[1]) write(fd, buf, 1);\nkeep(buf);');
    const after = await repaired(text);
    expect(after === text || (await findings(after)).length === 0).toBe(true);
  });
});
