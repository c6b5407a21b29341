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

struct node {
    int fd;
    struct node *next;
};

static struct node *head;

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

static void sweep(void)
{
    for (struct node **at = &head; *at;) {
        struct node *n = *at;
        struct pollfd p = { .fd = n->fd, .events = POLLIN };
        char b[64];

        if (poll(&p, 1, 0) > 0 && recv(n->fd, b, sizeof b, MSG_DONTWAIT) <= 0) {
            *at = n->next;
            close(n->fd);
            free(n);
            continue;
        }
        at = &n->next;
    }
}

int main(int argc, char **argv)
{
    struct pollfd lp = { .fd = listen_on(argc > 1 ? atoi(argv[1]) : 7016), .events = POLLIN };

    for (;;) {
        if (poll(&lp, 1, 20) > 0) {
            struct node *n = malloc(sizeof *n);
            n->fd = accept(lp.fd, NULL, NULL);
            if (n->fd < 0) {
                free(n);
                continue;
            }
            n->next = head;
            head = n;
        }
        sweep();
    }
}
