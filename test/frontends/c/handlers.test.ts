import { describe, expect, it } from 'vitest';
import { findings } from './analysed.js';

/** An event loop whose connections are records; `handle` serves one, `release` lets one go. */
function reactor(helpers: string, handle: string): string {
  return `#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#define container_of(p, type, member) ((type *)((char *)(p) - offsetof(type, member)))
struct link { struct link *next; };
struct peer { struct link node; int fd; int state; char in[64]; };
static struct link active, spare;
${helpers}
static void handle(struct peer *p)
{
${handle}
}
static void admit(int door)
{
    struct peer *p = container_of(spare.next, struct peer, node);
    int fd = accept(door, NULL, NULL);
    if (fd < 0) return;
    spare.next = p->node.next;
    p->fd = fd;
    p->state = 1;
    p->node.next = active.next;
    active.next = &p->node;
}
void serve(int door)
{
    for (;;) {
        struct pollfd set = { door, POLLIN, 0 };
        poll(&set, 1, 10);
        for (struct link *l = active.next; l; l = l->next)
            handle(container_of(l, struct peer, node));
        if (set.revents) admit(door);
    }
}
`;
}

const RELEASE = 'static void release(struct peer *p) { p->fd = -1; p->state = 0; }';
describe('handlers of records, in C', () => {
  const served = (refused: string): string => `    ssize_t n = recv(p->fd, p->in, sizeof p->in, 0);
    if (n <= 0) { close(p->fd); release(p); return; }
    if (p->in[0] == '!') { ${refused}release(p); }`;

  it('reports a record that is let go with its socket open', async () => {
    const found = await findings(reactor(RELEASE, served('')));
    expect(found.map(({ rule }) => rule)).toEqual(['close-on-every-path']);
  });

  it('is silent when it is closed before', async () => {
    expect(await findings(reactor(RELEASE, served('close(p->fd); ')))).toEqual([]);
  });

  it('is silent when the number lives on elsewhere', async () => {
    const parked =
      'static struct { int fd; } parked[9];\nstatic int count;\nvoid sweep(void) { close(parked[--count].fd); }';
    const kept = 'parked[count++].fd = p->fd; ';
    expect(await findings(reactor(`${RELEASE}\n${parked}`, served(kept)))).toEqual([]);
  });
});
