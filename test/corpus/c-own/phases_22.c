#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef enum { WAIT_HELLO, TALKING, ENDED } phase_t;

struct session {
    int      sock;
    phase_t  phase;
    unsigned turns;
};

static phase_t advance(struct session *s)
{
    char    buf[400];
    ssize_t n = recv(s->sock, buf, sizeof buf, MSG_DONTWAIT);

    if (n <= 0)
        return ENDED;
    s->turns++;
    if (s->phase == WAIT_HELLO)
        return send(s->sock, "hi\n", 3, MSG_NOSIGNAL) == 3 ? TALKING : ENDED;
    return send(s->sock, buf, (size_t)n, MSG_NOSIGNAL) == n ? TALKING : ENDED;
}

int main(int argc, char **argv)
{
    struct epoll_event ev = { .events = EPOLLIN }, got;
    struct sockaddr_in sin = { .sin_family = AF_INET };
    int                lsock, epfd = epoll_create1(0), one = 1;

    sin.sin_port        = htons(argc > 1 ? (unsigned short)strtoul(argv[1], NULL, 10) : 7114);
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    lsock               = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(lsock, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (lsock < 0 || bind(lsock, (struct sockaddr *)&sin, sizeof sin) < 0 || listen(lsock, 16) < 0) {
        perror("listen");
        return 1;
    }
    ev.data.ptr = NULL;
    epoll_ctl(epfd, EPOLL_CTL_ADD, lsock, &ev);
    while (epoll_wait(epfd, &got, 1, -1) >= 0) {
        struct session *s = got.data.ptr;

        if (s == NULL) {
            int sock = accept(lsock, NULL, NULL);
            if (sock < 0)
                continue;
            s = calloc(1, sizeof *s);
            if (!s) {
                close(sock);
                continue;
            }
            s->sock     = sock;
            ev.data.ptr = s;
            epoll_ctl(epfd, EPOLL_CTL_ADD, sock, &ev);
            continue;
        }
        switch (s->phase = advance(s)) {
        case WAIT_HELLO:
        case TALKING:
            break;
        case ENDED:
            epoll_ctl(epfd, EPOLL_CTL_DEL, s->sock, NULL);
            printf("session over after %u turns\n", s->turns);
            close(s->sock);
            free(s);
            break;
        }
    }
    return 0;
}
