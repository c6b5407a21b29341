#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static unsigned short backend;

struct pipe_pair {
    int a, b;
};

static int connect_backend(void)
{
    struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(backend) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0)
        return -1;
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&sin, sizeof sin) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int copy_once(int from, int to)
{
    char buf[4096];
    ssize_t n = read(from, buf, sizeof buf), off = 0;

    if (n <= 0)
        return -1;
    while (off < n) {
        ssize_t w = send(to, buf + off, n - off, MSG_NOSIGNAL);
        if (w <= 0)
            return -1;
        off += w;
    }
    return 0;
}

static void *relay(void *arg)
{
    struct pipe_pair *pp = arg;
    struct pollfd p[2] = { { pp->a, POLLIN, 0 }, { pp->b, POLLIN, 0 } };

    while (poll(p, 2, -1) > 0) {
        if (p[0].revents && copy_once(pp->a, pp->b) < 0)
            break;
        if (p[1].revents && copy_once(pp->b, pp->a) < 0)
            break;
    }
    close(pp->b);
    close(pp->a);
    free(pp);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_in sin = { .sin_family = AF_INET };
    int l = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    if (argc < 3)
        return 2;
    backend = (unsigned short)atoi(argv[2]);
    sin.sin_port = htons((unsigned short)atoi(argv[1]));
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(l, (struct sockaddr *)&sin, sizeof sin) || listen(l, 16))
        return 1;
    for (;;) {
        struct pipe_pair *pp;
        pthread_t t;
        int fd = accept(l, NULL, NULL);

        if (fd < 0)
            continue;
        pp = malloc(sizeof *pp);
        if (pp == NULL) {
            close(fd);
            continue;
        }
        pp->a = fd;
        pp->b = connect_backend();
        if (pp->b < 0 || pthread_create(&t, NULL, relay, pp) != 0) {
            if (pp->b >= 0)
                close(pp->b);
            close(pp->a);
            free(pp);
            continue;
        }
        pthread_detach(t);
    }
}
