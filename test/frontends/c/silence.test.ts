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

describe('a head that stands under an #if, its statement behind the #endif', () => {
  const taken = (left: string): string => `#include <sys/socket.h>
#include <unistd.h>
#include <errno.h>
int take(int listener, int *out, int most)
{
    static int broken;
    int fd;
#ifdef USE_ACCEPT4
    if (unlikely(broken) || ((fd = accept4(listener, NULL, NULL, 0)) == -1 && errno == ENOSYS))
#endif
    {
        fd = accept(listener, NULL, NULL);
    }
    if (likely(fd != -1)) {
        if (fd >= most) ${left}
        *out = fd;
        return 0;
    }
    return -1;
}
`;

  it('leads to it only where it holds', async () => {
    expect(await findings(taken('{ close(fd); return -1; }'))).toEqual([]);
    expect(await findings(taken('return -1;'))).not.toEqual([]);
  });

  it('leaves it to run where the #if does not hold', async () => {
    const text = (head: string): string => `#include <sys/socket.h>
#include <unistd.h>
int one(int listener, int idle)
{
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) return -1;
#ifdef LAZY
    ${head}
#endif
    { close(fd); return 0; }
    return 1;
}
`;
    expect(await findings(text('if (idle)'))).not.toEqual([]);
    expect(await findings(text('idle++;'))).toEqual([]);
    expect(await findings(text('while (idle)'))).toEqual([]);
  });
});

describe('one variable declared under every branch of an #if', () => {
  it('is one', async () => {
    const text = (end: string): string => `#include <sys/socket.h>
#include <unistd.h>
void probe(void)
{
#ifdef SOCK_CLOEXEC
#ifdef SOCK_NONBLOCK
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
#else
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
#endif
    if (fd >= 0) ${end}
#endif
}
`;
    expect(await findings(text('close(fd);'))).toEqual([]);
    expect(await findings(text('connect(fd, NULL, 0);'))).not.toEqual([]);
  });
});

describe('a branch hint', () => {
  it.each(['likely', 'G_LIKELY', 'ngx_unlikely', 'uwsgi_likely_', '__builtin_expect'])(
    'gives back what it is given: %s',
    async (hint) => {
      const text = `#include <sys/socket.h>
#include <unistd.h>
int one(int listener)
{
    int fd = accept(listener, NULL, NULL);
    int failed = ${hint}(fd < 0, 1);
    if (failed) return -1;
    if (${hint}(fd >= 0, 1)) close(fd);
    return 0;
}
`;
      expect(await findings(text)).toEqual([]);
    },
  );
});

describe('a socket put into what a macro out of sight stands for', () => {
  it('is out of sight', async () => {
    const text = `#include <sys/socket.h>
#include "hook.h"
void connect_all(struct hook *h, int n)
{
    for (int i = 0; i < n; i++) HOOK(h, sock[i]) = socket(AF_INET, SOCK_STREAM, 0);
}
`;
    expect(await findings(text)).toEqual([]);
  });
});

describe('a header in a folder that only the build names', () => {
  const set = `#include "net/compat.h"
int set_nonblocking(int *fd)
{
    int flags = fcntl(*fd, F_GETFL, 0);
    if (flags < 0) {
        COMPAT_CLOSE(*fd);
        *fd = -1;
        return APP_FAILED;
    }
    return APP_FINE;
}
`;
  const compat = `#define COMPAT_CLOSE(fd) close(fd)
#define APP_FINE 0
#define APP_FAILED 14
`;
  const program = `#include <sys/socket.h>
int set_nonblocking(int *fd);
int accept_one(int listener)
{
    int fd = accept(listener, 0, 0);
    if (fd < 0) return -1;
    if (set_nonblocking(&fd)) return -1;
    close(fd);
    return 0;
}
`;

  it('is the one of that name in the project', async () => {
    const others = { 'src/set.c': set, 'include/net/compat.h': compat };
    expect(await findings(program, 'c', others)).toEqual([]);
  });

  it('is not another whose folder has another name', async () => {
    const others = { 'src/set.c': set, 'include/other/compat.h': compat };
    expect(await findings(program, 'c', others)).not.toEqual([]);
  });

  it('is the nearest of several', async () => {
    const far = 'include/net/compat.h';
    const others = { 'src/set.c': set, [far]: '', 'src/inner/net/compat.h': compat };
    expect(await findings(program, 'c', others)).toEqual([]);
  });
});

describe('a character that is compared with a name out of sight', () => {
  const reply = (end: string): string => `#include <arpa/telnet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
static FILE *from;
int reply(void)
{
    int c;
    for (;;) {
        while ((c = getc(from)) != '\\n') {
            if (c == IAC) {
                c = getc(from);
                if (c == WILL) c = getc(from);
                continue;
            }
            ${end}
        }
        return 1;
    }
}
int converse(const struct sockaddr *peer)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) return 1;
    if (connect(fd, peer, sizeof(*peer)) < 0 || !(from = fdopen(fd, "r"))) {
        close(fd);
        return 1;
    }
    return reply();
}
`;

  it('is not EOF when they are the same', async () => {
    expect(await findings(reply('if (c == EOF) { fclose(from); return 0; }'))).toEqual([]);
  });

  it('tells nothing of EOF otherwise', async () => {
    expect(await findings(reply('putchar(c);'))).not.toEqual([]);
  });
});

/** A client that asks one server after the other; what it reads at EOF leads to `atEnd`. */
const asking = (atEnd: string): string => `#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/socket.h>
extern int strict;
void die(const char *what) { perror(what); exit(1); }
void print(int fd)
{
    char buf[200];
    int hidden = strict;
    for (;;) {
        if (read(fd, buf, sizeof buf) <= 0) {
            ${atEnd}
        } else if (buf[0] == '#') hidden = 1;
    }
    if (hidden == 1) die("hidden");
}
void query(const struct sockaddr *to)
{
    for (;;) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, to, sizeof *to) < 0) die("connect");
        print(fd);
        close(fd);
    }
}
`;

describe('a way after EOF on which a helper ends the process', () => {
  it('is no loop', async () => {
    expect(await findings(asking('if (hidden == 1) die("hidden"); return;'))).toEqual([]);
  });

  it('is none either behind the loop', async () => {
    expect(await findings(asking('break;'))).toEqual([]);
  });

  it('is not there', async () => {
    expect(await findings(asking('hidden = 2;'))).toHaveLength(1);
  });
});

describe('what connections are accepted from', () => {
  it('is no connection', async () => {
    const text = (next: string): string => `#include <sys/socket.h>
#include <unistd.h>
${next}
int main(int argc, char **argv)
{
    int sock = -1;
    char buf[64];
    for (int i = 1; i < argc; i++) {
        switch (argv[i][0]) {
        case 'A': sock = next(sock); if (sock < 0) return 1; break;
        case 'R': if (recv(sock, buf, sizeof buf, 0) < 0) return 1; break;
        case 'K': close(sock); break;
        }
    }
    return 0;
}
`;
    expect(await findings(text('int next(int s) { return accept(s, NULL, NULL); }'))).toEqual([]);
    expect(await findings(text('int next(int s) { return accept(0, NULL, NULL); }'))).not.toEqual([]);
  });
});
