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

#define MAX 32

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
    struct pollfd set[MAX] = { { .fd = listen_on(argc > 1 ? atoi(argv[1]) : 7001), .events = POLLIN } };
    int used = 1;

    for (;;) {
        if (poll(set, used, -1) < 0)
            continue;
        for (int i = 1; i < used; i++) {
            char buf[512];
            ssize_t n;
            if (!set[i].revents)
                continue;
            n = read(set[i].fd, buf, sizeof buf);
            if (n > 0 && write(set[i].fd, buf, n) == n)
                continue;
            close(set[i].fd);
            set[i--] = set[--used];
        }
        if (set[0].revents && used < MAX) {
            int c = accept(set[0].fd, NULL, NULL);
            if (c >= 0) {
                set[used].fd = c;
                set[used].revents = 0;
                set[used++].events = POLLIN;
            }
        }
    }
}
