#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX 64

static int spare = -1;

static int accept_or_refuse(int l)
{
    int fd = accept4(l, NULL, NULL, SOCK_CLOEXEC);

    if (fd >= 0)
        return fd;
    if (errno == EMFILE || errno == ENFILE) {
        close(spare);
        fd = accept(l, NULL, NULL);
        if (fd >= 0)
            close(fd);
        spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    return -1;
}

static int echo_some(int fd)
{
    char buf[64];
    ssize_t n;

    do
        n = recv(fd, buf, sizeof buf, MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return errno == EAGAIN || errno == EWOULDBLOCK;
    return n > 0 && send(fd, buf, (size_t)n, MSG_NOSIGNAL) == n;
}

int main(int argc, char **argv)
{
    struct sockaddr_in sa = { .sin_family = AF_INET };
    struct pollfd p[MAX + 2];
    int n = 2, one = 1, l, wake;

    if (argc < 2)
        return 2;
    l = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    sa.sin_port = htons(atoi(argv[1]));
    if (bind(l, (struct sockaddr *)&sa, sizeof sa) < 0 || listen(l, 16) < 0)
        return 1;
    spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
    wake = eventfd(0, EFD_NONBLOCK);
    p[0] = (struct pollfd){ l, POLLIN, 0 };
    p[1] = (struct pollfd){ wake, POLLIN, 0 };
    for (;;) {
        if (poll(p, n, -1) < 0)
            continue;
        if (p[1].revents) {
            eventfd_t v;
            eventfd_read(wake, &v);
        }
        for (int i = 2; i < n; i++) {
            if (!p[i].revents || echo_some(p[i].fd))
                continue;
            close(p[i].fd);
            p[i--] = p[--n];
        }
        if (p[0].revents) {
            int fd = accept_or_refuse(l);
            if (fd >= 0 && n < MAX + 2)
                p[n++] = (struct pollfd){ fd, POLLIN, 0 };
            else if (fd >= 0)
                close(fd);
        }
    }
}
