#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS 16

static struct client {
    int fd;
    bool used;
    size_t bytes;
} table[SLOTS];

static int listen_on(int port)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
    int s = socket(AF_INET, SOCK_STREAM, 0), on = 1;

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (s < 0 || bind(s, (struct sockaddr *)&a, sizeof a) < 0 || listen(s, 64) < 0) {
        perror("listen_on");
        exit(1);
    }
    return s;
}

static struct client *vacant(void)
{
    for (int i = 0; i < SLOTS; i++)
        if (!table[i].used)
            return &table[i];
    return NULL;
}

static void input(struct client *c)
{
    char b[256];
    ssize_t n = recv(c->fd, b, sizeof b, 0);

    if (n <= 0) {
        close(c->fd);
        c->fd = -1;
        c->used = false;
        return;
    }
    c->bytes += (size_t)n;
}

int main(int argc, char **argv)
{
    int l = listen_on(argc > 1 ? atoi(argv[1]) : 7017);

    for (;;) {
        struct pollfd p[SLOTS + 1] = { { .fd = l, .events = POLLIN } };
        int n = 1;

        for (int i = 0; i < SLOTS; i++)
            p[n++] = (struct pollfd){ .fd = table[i].used ? table[i].fd : -1, .events = POLLIN };
        if (poll(p, n, -1) < 0)
            continue;
        for (int i = 0; i < SLOTS; i++)
            if (p[i + 1].revents)
                input(&table[i]);
        if (p[0].revents) {
            int fd = accept(l, NULL, NULL);
            struct client *c = vacant();
            if (fd < 0)
                continue;
            if (!c) {
                close(fd);
                continue;
            }
            c->fd = fd;
            c->used = true;
        }
    }
}
