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

static bool wait_client(int l, int *fd, struct sockaddr_in *who)
{
    socklen_t len = sizeof *who;
    *fd = accept(l, (struct sockaddr *)who, &len);
    return *fd >= 0;
}

int main(int argc, char **argv)
{
    int l = listen_on(argc > 1 ? atoi(argv[1]) : 7004), fd;
    struct sockaddr_in who;
    char req[64];

    while (wait_client(l, &fd, &who)) {
        ssize_t n = read(fd, req, sizeof req - 1);
        if (n > 0) {
            req[n] = 0;
            dprintf(fd, "%zu\n", strlen(req));
            close(fd);
        } else {
            fprintf(stderr, "nothing from %s\n", inet_ntoa(who.sin_addr));
        }
    }
    return 1;
}
