import { describe, expect, it } from 'vitest';
import { findings } from './analysed.js';

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
