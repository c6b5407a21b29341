#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAXC 64

struct client {
    int fd;
    unsigned long bytes;
};

static struct client clients[MAXC];
static int nclients;

static void drop(int i)
{
    close(clients[i].fd);
    clients[i] = clients[--nclients];
}

static void on_message(struct client *c, const char *data, size_t len)
{
    c->bytes += len;
    if (len > 0 && data[0] == '?')
        dprintf(c->fd, "%lu\n", c->bytes);
}

/* 1: still there, 0: dropped */
static int pump(int i)
{
    char chunk[700];
    ssize_t n = recv(clients[i].fd, chunk, sizeof(chunk), 0);

    if (n < 0) {
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)
            return 1;
        drop(i);
        return 0;
    }
    on_message(&clients[i], chunk, (size_t)n);
    return 1;
}

int main(int argc, char **argv)
{
    struct sockaddr_in a = { .sin_family = AF_INET };
    int l = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;

    a.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7109);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(l, (struct sockaddr *)&a, sizeof(a)) != 0 || listen(l, 16) != 0) {
        perror("listen");
        exit(1);
    }
    for (;;) {
        struct pollfd p[MAXC + 1];
        int i, n = nclients;

        p[MAXC].fd = l;
        p[MAXC].events = POLLIN;
        for (i = 0; i < MAXC; i++) {
            p[i].fd = i < n ? clients[i].fd : -1;
            p[i].events = POLLIN;
        }
        if (poll(p, MAXC + 1, 1000) < 0)
            continue;
        for (i = n - 1; i >= 0; i--)
            if (p[i].revents)
                pump(i);
        if (p[MAXC].revents & POLLIN) {
            int fd = accept4(l, NULL, NULL, SOCK_NONBLOCK);
            if (fd < 0)
                continue;
            if (nclients == MAXC) {
                close(fd);
                continue;
            }
            clients[nclients].fd = fd;
            clients[nclients++].bytes = 0;
        }
    }
}
