#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONN_STATES(X) \
    X(conn_waiting)    \
    X(conn_read)       \
    X(conn_parse_cmd)  \
    X(conn_nread)      \
    X(conn_closing)    \
    X(conn_max_state)

enum conn_state {
#define X(name) name,
    CONN_STATES(X)
#undef X
};

static const char *const state_text[] = {
#define X(name) #name,
    CONN_STATES(X)
#undef X
};

typedef struct conn {
    int sfd;
    enum conn_state state;
    char rbuf[512];
    size_t rbytes;
    char value[64];
    size_t vlen, vhave;
} conn;

enum try_read_result { READ_DATA_RECEIVED, READ_NO_DATA_RECEIVED, READ_ERROR };

static int epfd;

static void conn_set_state(conn *c, enum conn_state state)
{
    if (c->state == state)
        return;
    fprintf(stderr, "%d: %s -> %s\n", c->sfd, state_text[c->state], state_text[state]);
    c->state = state;
}

static conn *conn_new(int sfd)
{
    struct epoll_event ev = { .events = EPOLLIN };
    conn *c = calloc(1, sizeof(*c));

    if (!c) {
        close(sfd);
        return NULL;
    }
    c->sfd = sfd;
    c->state = conn_waiting;
    ev.data.ptr = c;
    if (epoll_ctl(epfd, EPOLL_CTL_ADD, sfd, &ev) == -1) {
        close(sfd);
        free(c);
        return NULL;
    }
    return c;
}

static void conn_close(conn *c)
{
    epoll_ctl(epfd, EPOLL_CTL_DEL, c->sfd, NULL);
    close(c->sfd);
    free(c);
}

static enum try_read_result try_read_network(conn *c)
{
    ssize_t res = read(c->sfd, c->rbuf + c->rbytes, sizeof(c->rbuf) - c->rbytes);

    if (res > 0) {
        c->rbytes += res;
        return READ_DATA_RECEIVED;
    }
    if (res == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return READ_NO_DATA_RECEIVED;
    return READ_ERROR;
}

static void take(conn *c, size_t n)
{
    memmove(c->rbuf, c->rbuf + n, c->rbytes - n);
    c->rbytes -= n;
}

static bool try_read_command(conn *c)
{
    char *el = memchr(c->rbuf, '\n', c->rbytes);
    unsigned len;

    if (!el) {
        conn_set_state(c, c->rbytes == sizeof(c->rbuf) ? conn_closing : conn_waiting);
        return true;
    }
    *el = 0;
    if (sscanf(c->rbuf, "set %*s %*u %*u %u", &len) == 1 && len + 2 <= sizeof(c->value)) {
        c->vlen = len + 2;
        c->vhave = 0;
        conn_set_state(c, conn_nread);
    } else if (!strncmp(c->rbuf, "quit", 4)) {
        conn_set_state(c, conn_closing);
    } else {
        send(c->sfd, "ERROR\r\n", 7, MSG_NOSIGNAL);
    }
    take(c, el + 1 - c->rbuf);
    return true;
}

static bool complete_nread(conn *c)
{
    ssize_t res;

    if (c->rbytes > 0) {
        size_t n = c->rbytes < c->vlen - c->vhave ? c->rbytes : c->vlen - c->vhave;
        memcpy(c->value + c->vhave, c->rbuf, n);
        c->vhave += n;
        take(c, n);
    } else {
        res = read(c->sfd, c->value + c->vhave, c->vlen - c->vhave);
        if (res > 0) {
            c->vhave += res;
        } else if (res < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
            conn_set_state(c, conn_closing);
            return true;
        } else {
            return false;
        }
    }
    if (c->vhave == c->vlen) {
        send(c->sfd, "STORED\r\n", 8, MSG_NOSIGNAL);
        conn_set_state(c, conn_parse_cmd);
    }
    return true;
}

static void drive_machine(conn *c)
{
    bool stop = false;

    while (!stop) {
        switch (c->state) {
        case conn_waiting:
            conn_set_state(c, conn_read);
            stop = true;
            break;
        case conn_read:
            switch (try_read_network(c)) {
            case READ_NO_DATA_RECEIVED:
                conn_set_state(c, conn_waiting);
                break;
            case READ_DATA_RECEIVED:
                conn_set_state(c, conn_parse_cmd);
                break;
            case READ_ERROR:
                conn_set_state(c, conn_closing);
                break;
            }
            break;
        case conn_parse_cmd:
            try_read_command(c);
            break;
        case conn_nread:
            if (!complete_nread(c))
                stop = true;
            break;
        case conn_closing:
            conn_close(c);
            stop = true;
            break;
        case conn_max_state:
            abort();
        }
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_in addr = { .sin_family = AF_INET };
    struct epoll_event ev = { .events = EPOLLIN }, got[16];
    int one = 1, lfd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    if (argc < 2 || lfd < 0)
        return 2;
    setsockopt(lfd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons((uint16_t)atoi(argv[1]));
    if (bind(lfd, (struct sockaddr *)&addr, sizeof(addr)) < 0 || listen(lfd, 64) < 0)
        return 1;
    epfd = epoll_create1(0);
    ev.data.ptr = NULL;
    epoll_ctl(epfd, EPOLL_CTL_ADD, lfd, &ev);
    for (;;) {
        int n = epoll_wait(epfd, got, 16, -1);
        for (int i = 0; i < n; i++) {
            if (got[i].data.ptr == NULL) {
                int sfd = accept4(lfd, NULL, NULL, SOCK_NONBLOCK);
                if (sfd >= 0)
                    conn_new(sfd);
            } else {
                drive_machine(got[i].data.ptr);
            }
        }
    }
}
