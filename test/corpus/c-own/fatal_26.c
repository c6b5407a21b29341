#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void log_line(const char *level, const char *fmt, va_list ap)
{
    fprintf(stderr, "[%s] ", level);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
}

static void fatal(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    log_line("fatal", fmt, ap);
    va_end(ap);
    exit(EXIT_FAILURE);
}

static void *need(void *p)
{
    if (p == NULL)
        fatal("out of memory");
    return p;
}

static void transfer(int fd)
{
    char *buf = need(malloc(4096));
    ssize_t n;

    while ((n = recv(fd, buf, 4096, 0)) != 0) {
        if (n < 0) {
            if (errno == EINTR)
                continue;
            if (errno == EBADF || errno == ENOTSOCK)
                fatal("descriptor %d is no socket", fd);
            break;
        }
        if (send(fd, buf, (size_t)n, MSG_NOSIGNAL) < 0)
            break;
    }
    free(buf);
}

int main(int argc, char **argv)
{
    struct sockaddr_in sa;
    int door, one = 1;

    if (argc != 2)
        fatal("usage: %s port", argv[0]);
    if ((door = socket(AF_INET, SOCK_STREAM, 0)) < 0)
        fatal("socket: %s", strerror(errno));
    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_port = htons((unsigned short)atoi(argv[1]));
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(door, (struct sockaddr *)&sa, sizeof sa) < 0 || listen(door, 16) < 0)
        fatal("bind: %s", strerror(errno));
    for (;;) {
        int fd = accept(door, NULL, NULL);

        if (fd < 0) {
            if (errno == EINTR || errno == ECONNABORTED)
                continue;
            fatal("accept: %s", strerror(errno));
        }
        if (setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof one) < 0)
            fatal("keepalive: %s", strerror(errno));
        transfer(fd);
        if (close(fd) < 0)
            fatal("close: %s", strerror(errno));
    }
}
