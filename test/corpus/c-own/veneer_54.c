#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum io_result { IO_OK = 0, IO_AGAIN = -1, IO_CLOSED = -2, IO_FAILED = -3 };

struct transport {
    int sock;
    int (*recv)(struct transport *t, void *buf, size_t cap, size_t *got);
    int (*send)(struct transport *t, const void *buf, size_t len);
};

static int plain_recv(struct transport *t, void *buf, size_t cap, size_t *got)
{
    ssize_t n = recv(t->sock, buf, cap, MSG_DONTWAIT);

    *got = 0;
    if (n > 0) {
        *got = (size_t)n;
        return IO_OK;
    }
    if (n == 0)
        return IO_CLOSED;
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
        return IO_AGAIN;
    return IO_FAILED;
}

static int plain_send(struct transport *t, const void *buf, size_t len)
{
    return send(t->sock, buf, len, MSG_NOSIGNAL) == (ssize_t)len ? IO_OK : IO_FAILED;
}

static void transport_init(struct transport *t, int sock)
{
    t->sock = sock;
    t->recv = plain_recv;
    t->send = plain_send;
}

static void transport_done(struct transport *t)
{
    if (t->sock >= 0)
        close(t->sock);
    t->sock = -1;
}

static struct transport peers[64];

static int step(struct transport *t)
{
    char buf[300];
    size_t got;
    int rc = t->recv(t, buf, sizeof buf, &got);

    switch (rc) {
    case IO_OK:
        return t->send(t, buf, got);
    case IO_AGAIN:
        return IO_OK;
    default:
        return rc;
    }
}

static void admit(int door)
{
    int sock = accept(door, NULL, NULL);

    if (sock < 0)
        return;
    for (int i = 0; i < 64; i++) {
        if (peers[i].sock < 0) {
            transport_init(&peers[i], sock);
            return;
        }
    }
    close(sock);
}

int main(int argc, char **argv)
{
    struct sockaddr_in sa = { .sin_family = AF_INET };
    struct pollfd set[65];
    int where[65];
    int one = 1, door = socket(AF_INET, SOCK_STREAM, 0);

    if (argc != 2)
        return 2;
    sa.sin_port = htons(atoi(argv[1]));
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(door, (struct sockaddr *)&sa, sizeof sa) || listen(door, 16))
        return 1;
    for (int i = 0; i < 64; i++)
        peers[i].sock = -1;
    for (;;) {
        int n = 1;

        set[0] = (struct pollfd){ .fd = door, .events = POLLIN };
        for (int i = 0; i < 64; i++) {
            if (peers[i].sock < 0)
                continue;
            where[n] = i;
            set[n++] = (struct pollfd){ .fd = peers[i].sock, .events = POLLIN };
        }
        if (poll(set, n, -1) <= 0)
            continue;
        for (int k = 1; k < n; k++)
            if (set[k].revents && step(&peers[where[k]]) != IO_OK)
                transport_done(&peers[where[k]]);
        if (set[0].revents)
            admit(door);
    }
}
