import { describe, expect, it } from 'vitest';
import { findings, linesOf } from './analysed.js';

/** A command of an interpreter: its session is another's. */
const command = (head: string): string => `#include <sys/socket.h>
#include <stdlib.h>
struct session { int fd; };
struct client { unsigned magic; int *listener; struct session *session; };
void session_close(int *fd);
${head}
void accept_next(void *priv)
{
    struct client *c;
    CAST_OBJ(c, priv, CLIENT_MAGIC);
    if (c->session->fd >= 0) session_close(&c->session->fd);
    c->session->fd = accept(*c->listener, NULL, NULL);
    if (c->session->fd < 0) abort();
}
`;

describe('a macro that is defined out of sight', () => {
  it.each(['', '#define CAST_OBJ(to, from, m) do { (to) = (from); assert((to) != NULL); } while (0)'])(
    'may set the variable it is given: %s',
    async (head) => {
      expect(await findings(command(head))).toEqual([]);
    },
  );
});

/** A program's own `socket`, and one by which a caller gives only the type. */
const wrapped = (call: string): string => `#include <unistd.h>
#include <sys/socket.h>
int make(int domain, int type) { return socket(domain, type | SOCK_CLOEXEC, 0); }
int make_inet(int type)
{
    int s = make(AF_INET, type);
    return s;
}
int use(const struct sockaddr *to)
{
    int s = ${call};
    if (s < 0) return -1;
    if (bind(s, to, sizeof *to) < 0) return -1;
    close(s);
    return 0;
}
`;

/** Sockets for what getaddrinfo(3) gave for a hint. */
const hinted = (type: string): string => `#include <unistd.h>
#include <netdb.h>
int bound(const char *port)
{
    struct addrinfo hints = { 0 }, *all, *ai;
    hints.ai_socktype = ${type};
    if (getaddrinfo(NULL, port, &hints, &all)) return -1;
    for (ai = all; ai; ai = ai->ai_next) {
        int fd = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
        if (fd < 0) continue;
        if (bind(fd, ai->ai_addr, ai->ai_addrlen) < 0) continue;
        close(fd);
    }
    return 0;
}
`;

describe('what decides that a socket is no TCP connection', () => {
  it.each([
    'make(AF_INET, SOCK_DGRAM)',
    'make(PF_UNIX, SOCK_STREAM)',
    'make_inet(SOCK_DGRAM | SOCK_NONBLOCK)',
  ])('may be an argument of the function that makes it: %s', async (call) => {
    expect(await findings(wrapped(call))).toEqual([]);
  });

  it.each([
    'make(AF_INET, SOCK_STREAM)',
    'make_inet(SOCK_STREAM)',
    'make_inet(udp ? SOCK_DGRAM : SOCK_STREAM)',
  ])('is not there: %s', async (call) => {
    const text = wrapped(call);
    expect(linesOf(text, await findings(text))).toEqual([13]);
  });

  it('may be the hint its address was asked for with', async () => {
    expect(await findings(hinted('SOCK_DGRAM'))).toEqual([]);
    const text = hinted('SOCK_STREAM');
    expect(linesOf(text, await findings(text))).toEqual([11]);
  });
});

/** A process for each connection, which has it as its standard input and output. */
const perProcess = (closing: string): string => `#include <unistd.h>
#include <sys/socket.h>
int is_allowed(void);
int session(int listener)
{
    int fd;
    for (;;) {
        fd = accept(listener, NULL, NULL);
        if (fork() == 0) {
            dup2(fd, STDIN_FILENO);
            dup2(fd, 1);
            break;
        }
        ${closing}
    }
    if (!is_allowed()) return -1;
    return fd;
}
`;

describe('a connection that is standard input of its own process', () => {
  it('lasts as long as the process', async () => {
    expect(await findings(perProcess('close(fd);'))).toEqual([]);
  });

  it('is still open in the parent', async () => {
    expect(await findings(perProcess(';'))).toHaveLength(1);
  });

  it('is lost when the process goes on to the next', async () => {
    const text = `#include <unistd.h>
#include <sys/socket.h>
void serve(int listener)
{
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd < 0) continue;
        dup2(fd, 0);
    }
}
`;
    expect(await findings(text)).toHaveLength(1);
  });
});

describe('a function with `...` that ends the process', () => {
  const session = (call: string): string => `#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
static void die(const char *format, ...) { exit(format[0]); }
static void session(int fd)
{
    char line[64];
    for (;;) {
        ssize_t n = recv(fd, line, sizeof line, 0);
        if (n == 0) ${call};
        if (n < 0) die("recv failed");
        send(fd, line, n, 0);
    }
}
void serve(int door)
{
    int fd = accept(door, NULL, NULL);
    if (fd >= 0) session(fd);
}
`;

  it.each(['die("gone")', 'die("%d gone", fd)', 'die("%d of %d gone", fd, door)'])('%s', async (call) => {
    expect(await findings(session(call))).toEqual([]);
    expect(await findings(session(call), 'cpp')).toEqual([]);
  });

  it('is told apart from one that returns', async () => {
    expect(await findings(session('puts("gone")'))).not.toEqual([]);
  });
});
