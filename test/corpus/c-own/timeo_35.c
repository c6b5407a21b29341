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

int main(int argc, char **argv)
{
    int l = listen_on(argc > 1 ? atoi(argv[1]) : 7026);
    struct timeval tv = { .tv_usec = 30 * 1000 };
    char b[256];

    for (;;) {
        int fd = accept(l, NULL, NULL);
        ssize_t n;
        if (fd < 0)
            continue;
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);
        n = recv(fd, b, sizeof b, MSG_WAITALL);
        if (n < 0 && errno == EAGAIN) {
            fprintf(stderr, "slow peer\n");
            close(fd);
            continue;
        }
        if (n > 0)
            send(fd, b, n, MSG_NOSIGNAL);
        close(fd);
    }
}
