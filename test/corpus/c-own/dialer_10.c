#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int wait_connected(int fd, int ms)
{
    struct pollfd p = { .fd = fd, .events = POLLOUT };
    int soerr = 0;
    socklen_t len = sizeof soerr;

    if (poll(&p, 1, ms) <= 0) {
        errno = ETIMEDOUT;
        return -1;
    }
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &soerr, &len) < 0)
        return -1;
    if (soerr) {
        errno = soerr;
        return -1;
    }
    return 0;
}

static int connect_nb(const struct addrinfo *ai, int ms)
{
    int fd = socket(ai->ai_family, ai->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, ai->ai_protocol);

    if (fd < 0)
        return -1;
    if (connect(fd, ai->ai_addr, ai->ai_addrlen) < 0) {
        if (errno != EINPROGRESS || wait_connected(fd, ms) < 0) {
            int saved = errno;
            close(fd);
            errno = saved;
            return -1;
        }
    }
    return fd;
}

static int greeted(int fd)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    char line[128];
    ssize_t n;

    if (poll(&p, 1, 400) <= 0)
        return 0;
    n = read(fd, line, sizeof line - 1);
    if (n <= 0)
        return 0;
    line[n] = '\0';
    return strncmp(line, "* OK", 4) == 0;
}

static int dial(const char *host, const char *service)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
    struct addrinfo *list, *ai;
    int fd = -1;

    if (getaddrinfo(host, service, &hints, &list) != 0)
        return -1;
    for (ai = list; ai != NULL; ai = ai->ai_next) {
        fd = connect_nb(ai, 1000);
        if (fd < 0)
            continue;
        if (greeted(fd))
            break;
        fprintf(stderr, "%s: strange greeting\n", host);
        fd = -1;
    }
    freeaddrinfo(list);
    return fd;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    for (int tries = 0; tries < 5; tries++) {
        int fd = dial("127.0.0.1", argv[1]);
        if (fd >= 0) {
            dprintf(fd, "a1 LOGOUT\r\n");
            close(fd);
        }
        nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
    }
    for (;;)
        pause();
}
