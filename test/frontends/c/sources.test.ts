import { describe, expect, it } from 'vitest';
import { findings, linesOf, server } from './analysed.js';

type Case = readonly [name: string, body: string, helpers?: string];

function whole([name, body, helpers = '']: Case): readonly [string, string, string] {
  return [name, body, helpers];
}

const LEAKING: readonly Case[] = [
  ['nothing is closed', 'read(fd, buf, sizeof buf);'],
  ['only one branch closes', 'if (buf[0] == 1) { write(fd, "x", 1); } else { close(fd); }'],
  ['EOF is not told from an error', 'while (read(fd, buf, sizeof buf) >= 0)\n    ;\nclose(fd);'],
  [
    '0 falls through',
    'for (;;) {\n    ssize_t n = recv(fd, buf, sizeof buf, 0);\n    if (n < 0) break;\n}\nclose(fd);',
  ],
  [
    'stale errno at EOF',
    'ssize_t n;\ndo {\n    n = read(fd, buf, sizeof buf);\n} while (n > 0 || (n <= 0 && errno == EAGAIN));',
  ],
  ['malloc fails', 'char *p = malloc(9);\nif (!p) continue;\nfree(p);\nclose(fd);'],
  ['setsockopt fails', 'if (setsockopt(fd, 1, 2, 0, 0) < 0) continue;\nclose(fd);'],
  ['goto past the close', 'if (read(fd, buf, 9) < 9) goto out;\nclose(fd);\nout:\nbuf[0] = 0;'],
  ['break out of a switch', 'switch (buf[0]) {\ncase 1: close(fd); break;\ndefault: break;\n}'],
  ['short circuit skips the close', 'if (read(fd, buf, 9) > 0 && write(fd, buf, 9) > 0) close(fd);'],
  ['the parent keeps its descriptor', 'pid_t pid = fork();\nif (pid == 0) { read(fd, buf, 9); _exit(0); }'],
  ['the duplicate stays', 'int two = dup(fd);\nwrite(two, "x", 1);\nclose(fd);'],
  ['only the writing side is shut down', 'shutdown(fd, SHUT_WR);'],
  ['shutdown of the reading side is no close', 'read(fd, buf, 9);\nshutdown(fd, SHUT_RD);'],
  ['a helper only looks like a close', 'finish(fd);', 'static void finish(int fd) { write(fd, "bye", 3); }'],
  [
    'a helper closes on one path',
    'finish(fd);',
    'static void finish(int fd) { if (write(fd, "bye", 3) < 0) return; close(fd); }',
  ],
  [
    'one stream of two is closed',
    'FILE *in = fdopen(fd, "r"), *out = fdopen(dup(fd), "w");\nfgets(buf, 9, in);\nfclose(in);\n(void)out;',
  ],
  ['conditional alternative without a close', '#ifdef KEEP\nread(fd, buf, 9);\n#else\nclose(fd);\n#endif'],
  ['a macro that only looks', 'LOOK(fd);', '#define LOOK(s) do { if ((s) < 0) return 1; } while (0)'],
  [
    'a close by another name, not on every way',
    'if (write(fd, "x", 1) < 0) continue;\nsock_close(fd);',
    '#define sock_close close',
  ],
  [
    'what is left is counted down, by nothing at EOF',
    'size_t left = 8;\nwhile (left > 0) {\n    ssize_t n = read(fd, buf, left);\n    if (n < 0) break;\n    left -= n;\n}\nclose(fd);',
  ],
  ['comma and ternary', 'buf[0] ? close(fd) : 0, write(1, buf, 1);'],
  [
    'FIONREAD never grows after the FIN',
    'int have = 0;\nwhile (have < 8) { if (ioctl(fd, FIONREAD, &have) < 0) break; }\nclose(fd);',
  ],
  [
    'a text that EOF leaves empty ends no loop',
    'for (;;) {\n    ssize_t n = read(fd, buf, 9);\n    if (n < 0) break;\n    buf[n] = 0;\n    if (!strcmp(buf, "quit")) break;\n}\nclose(fd);',
  ],
  [
    'the sender of a control message keeps its own',
    'pass(fd);',
    'static void pass(int fd) { struct msghdr m; memcpy(CMSG_DATA(CMSG_FIRSTHDR(&m)), &fd, sizeof fd); sendmsg(7, &m, 0); }',
  ],
  [
    'a function with a head for each system',
    'talk(fd);',
    '#ifdef _WIN32\nDWORD WINAPI talk(int fd)\n#else\nstatic int talk(int fd)\n#endif\n{ char b[9]; read(fd, b, 9); return 0; }',
  ],
  [
    'an opening brace for each system',
    '#ifdef A\nif (read(fd, buf, 9) > 0) {\n#else\nif (buf[0]) {\n#endif\nclose(fd);\n}',
  ],
  [
    'a break that only leaves a macro loop',
    'struct c *p;\nLIST_FOREACH(p, &all, link) {\n    if (!p) break;\n}\nread(fd, buf, 9);',
  ],
];

const CLEAN: readonly Case[] = [
  ['closed', 'read(fd, buf, sizeof buf);\nclose(fd);'],
  ['both branches close', 'if (buf[0] == 1) { close(fd); } else { close(fd); }'],
  ['0 and errors end the loop', 'while (read(fd, buf, sizeof buf) > 0)\n    ;\nclose(fd);'],
  [
    'retry after EINTR only',
    'ssize_t n;\ndo n = read(fd, buf, 9);\nwhile (n > 0 || (n < 0 && errno == EINTR));\nclose(fd);',
  ],
  ['malloc fails and closes', 'char *p = malloc(9);\nif (!p) { close(fd); continue; }\nfree(p);\nclose(fd);'],
  ['goto to the close', 'if (read(fd, buf, 9) < 9) goto out;\nwrite(fd, buf, 9);\nout:\nclose(fd);'],
  [
    'parent and child close',
    'pid_t pid = fork();\nif (pid == 0) { read(fd, buf, 9); _exit(0); }\nclose(fd);',
  ],
  ['a helper closes', 'finish(fd);', 'static void finish(int fd) { write(fd, "bye", 3); close(fd); }'],
  ['a macro closes', 'CLOSE(fd);', '#define CLOSE(s) do { close(s); (s) = -1; } while (0)'],
  [
    'both streams are closed',
    'FILE *in = fdopen(fd, "r");\nif (!in) { close(fd); continue; }\nfgets(buf, 9, in);\nfclose(in);',
  ],
  ['an unknown function takes it', 'hand_over(fd);'],
  [
    'stored in a table',
    'table[used++] = fd;',
    'int table[9]; int used;\nvoid sweep(void) { while (used) close(table[--used]); }',
  ],
  ['dup2 onto a slot', 'dup2(fd, 5);\nclose(fd);'],
  ['a function pointer takes it', 'handler(fd);', 'void (*handler)(int);'],
  ['both alternatives close', '#ifdef LINGER\nread(fd, buf, 9);\nclose(fd);\n#else\nclose(fd);\n#endif'],
  ['exit ends the process', 'if (read(fd, buf, 9) < 0) exit(1);\nclose(fd);'],
  [
    'a helper that never returns',
    'if (read(fd, buf, 9) < 0) die();\nclose(fd);',
    'static void die(void) { _exit(1); }',
  ],
  [
    'flag decides',
    'int done = 0;\nif (read(fd, buf, 9) <= 0) done = 1;\nif (done) close(fd);\nif (!done) close(fd);',
  ],
  [
    'cleanup attribute',
    'use(fd);',
    'static void closep(int *p) { if (*p >= 0) close(*p); }\nstatic void use(int given) { __attribute__((cleanup(closep))) int own = given; write(own, "x", 1); }',
  ],
];

const PORTABLE: readonly Case[] = [
  ['a macro on its own line without a semicolon', 'TRACE(("gone"))\nclose(fd);'],
  ['nobody knows what a macro does to a block', 'WITH(fd) {\n    read(fd, buf, 9);\n}'],
  [
    'a function with a head for each system closes',
    'talk(fd);',
    '#ifdef _WIN32\nDWORD WINAPI talk(int fd)\n#else\nstatic int talk(int fd)\n#endif\n{ char b[9]; read(fd, b, 9); close(fd); return 0; }',
  ],
  [
    'FIONREAD of 0 is no EOF',
    'int have = 0;\nioctl(fd, FIONREAD, &have);\nif (have == 0) have = 1;\nread(fd, buf, have);\nclose(fd);',
  ],
  [
    'the text before EOF may end the loop',
    'for (;;) {\n    ssize_t n = read(fd, buf, 9);\n    if (n <= 0) break;\n    buf[n] = 0;\n    if (!strcmp(buf, "quit")) break;\n}\nclose(fd);',
  ],
  [
    'put into a queue',
    'struct conn *c = malloc(sizeof *c);\nif (!c) { close(fd); continue; }\nc->fd = fd;\nTAILQ_INSERT_TAIL(&all, c, link);',
    'struct conn { int fd; TAILQ_ENTRY(conn) link; };\nvoid sweep(void) { struct conn *c; TAILQ_FOREACH(c, &all, link) { close(c->fd); } }',
  ],
];

const NOT_SOCKETS: readonly (readonly [string, string])[] = [
  [
    'regular files',
    'int f(void) { int fd = open("x", 0); char b[9]; for (;;) { if (read(fd, b, 9) < 0) break; } return 0; }',
  ],
  ['pipes', 'void f(void) { int p[2]; char b[9]; for (;;) { pipe(p); read(p[0], b, 9); } }'],
  ['datagrams', 'void f(void) { for (;;) { int s = socket(AF_INET, SOCK_DGRAM, 0); if (s < 0) continue; } }'],
  [
    'timers and events',
    'void f(void) { for (;;) { int t = timerfd_create(0, 0); unsigned long n; read(t, &n, 8); } }',
  ],
  ['standard input', 'void f(void) { char b[9]; while (read(0, b, 9) >= 0) ; }'],
];

describe('C', () => {
  it.each(LEAKING.map(whole))('reports: %s', async (_, body, helpers) => {
    const text = server(body, helpers);
    expect(linesOf(text, await findings(text))).not.toEqual([]);
  });

  it.each([...CLEAN, ...PORTABLE].map(whole))('is silent: %s', async (_, body, helpers) => {
    const text = server(body, helpers);
    const found = await findings(text);
    expect(found.map(({ message }) => message)).toEqual([]);
  });

  it.each(NOT_SOCKETS)('is silent about %s', async (_, text) => {
    expect(await findings(`#include <sys/socket.h>\n${text}\n`)).toEqual([]);
  });
});
