#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define container_of(ptr, type, member) ((type *)((char *)(ptr) - offsetof(type, member)))
#define POOL 32

struct link {
    struct link *next, *prev;
};

struct peer {
    struct link node;
    int fd;
    size_t used;
    char in[128];
};

static struct peer slab[POOL];
static struct link active = { &active, &active };
static struct link spare = { &spare, &spare };

static void link_remove(struct link *l)
{
    l->prev->next = l->next;
    l->next->prev = l->prev;
}

static void link_append(struct link *head, struct link *l)
{
    l->prev = head->prev;
    l->next = head;
    head->prev->next = l;
    head->prev = l;
}

static struct peer *peer_get(int fd)
{
    struct peer *p;

    if (spare.next == &spare)
        return NULL;
    p = container_of(spare.next, struct peer, node);
    link_remove(&p->node);
    p->fd = fd;
    p->used = 0;
    link_append(&active, &p->node);
    return p;
}

static void peer_put(struct peer *p)
{
    link_remove(&p->node);
    p->fd = -1;
    link_append(&spare, &p->node);
}

static int command(struct peer *p, const char *line)
{
    if (strncmp(line, "GET ", 4) == 0)
        return send(p->fd, "value\n", 6, MSG_NOSIGNAL) == 6 ? 0 : -1;
    if (strcmp(line, "QUIT") == 0)
        return 1;
    return -1;
}

static void readable(struct peer *p)
{
    char *nl;
    ssize_t n = recv(p->fd, p->in + p->used, sizeof(p->in) - 1 - p->used, 0);

    if (n <= 0) {
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        close(p->fd);
        peer_put(p);
        return;
    }
    p->used += n;
    p->in[p->used] = '\0';
    nl = strchr(p->in, '\n');
    if (nl == NULL && p->used < sizeof(p->in) - 1)
        return;
    if (nl != NULL)
        *nl = '\0';
    p->used = 0;
    switch (command(p, p->in)) {
    case 0:
        break;
    case 1:
        close(p->fd);
        peer_put(p);
        break;
    default:
        send(p->fd, "bad request\n", 12, MSG_NOSIGNAL);
        peer_put(p);
        break;
    }
}

static void admit(int lfd)
{
    int fd = accept(lfd, NULL, NULL);

    if (fd < 0)
        return;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    if (peer_get(fd) == NULL)
        close(fd);
}

int main(int argc, char **argv)
{
    struct sockaddr_in sa;
    int one = 1, lfd;

    if (argc < 2)
        return 2;
    for (int i = 0; i < POOL; i++)
        link_append(&spare, &slab[i].node);
    lfd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(lfd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    memset(&sa, 0, sizeof(sa));
    sa.sin_family = AF_INET;
    sa.sin_port = htons(atoi(argv[1]));
    if (bind(lfd, (struct sockaddr *)&sa, sizeof(sa)) < 0 || listen(lfd, 16) < 0)
        return 1;
    for (;;) {
        struct pollfd set[POOL + 1];
        struct peer *who[POOL + 1];
        nfds_t n = 1;

        set[0].fd = lfd;
        set[0].events = POLLIN;
        for (struct link *l = active.next; l != &active; l = l->next) {
            who[n] = container_of(l, struct peer, node);
            set[n].fd = who[n]->fd;
            set[n].events = POLLIN;
            n++;
        }
        if (poll(set, n, -1) < 0)
            continue;
        for (nfds_t i = 1; i < n; i++)
            if (set[i].revents != 0)
                readable(who[i]);
        if (set[0].revents & POLLIN)
            admit(lfd);
    }
}
