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

static int frame(int fd)
{
    unsigned char h[4];
    ssize_t n;

    for (;;) {
        n = recv(fd, h, sizeof h, MSG_PEEK);
        if (n < 0 && errno != EINTR)
            return -1;
        if (n >= 4)
            break;
        usleep(2000);
    }
    recv(fd, h, sizeof h, 0);
    return h[0] << 8 | h[1];
}

int main(int argc, char **argv)
{
    int l = listen_on(argc > 1 ? atoi(argv[1]) : 7009);
    for (;;) {
        int fd = accept(l, NULL, NULL);
        if (fd < 0)
            continue;
        while (frame(fd) >= 0)
            send(fd, "k", 1, MSG_NOSIGNAL);
        close(fd);
    }
}
