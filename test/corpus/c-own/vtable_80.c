#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct stream;

struct stream_ops {
    ssize_t (*read)(struct stream *, void *, size_t);
    ssize_t (*write)(struct stream *, const void *, size_t);
    void (*destroy)(struct stream *);
};

struct stream {
    const struct stream_ops *ops;
    int fd;
};

static ssize_t tcp_read(struct stream *s, void *p, size_t n) { return recv(s->fd, p, n, 0); }
static ssize_t tcp_write(struct stream *s, const void *p, size_t n) { return send(s->fd, p, n, MSG_NOSIGNAL); }
static void tcp_destroy(struct stream *s)
{
    close(s->fd);
    free(s);
}

static const struct stream_ops tcp_ops = { tcp_read, tcp_write, tcp_destroy };

static struct stream *tcp_stream(int fd)
{
    struct stream *s = malloc(sizeof *s);

    if (s != NULL) {
        s->ops = &tcp_ops;
        s->fd = fd;
    }
    return s;
}

static void echo(struct stream *s)
{
    char buf[256];
    ssize_t n;

    while ((n = s->ops->read(s, buf, sizeof buf)) > 0)
        if (s->ops->write(s, buf, n) != n)
            break;
    s->ops->destroy(s);
}

int main(int argc, char **argv)
{
    struct sockaddr_in sa;
    int l, one = 1;

    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7119);
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    l = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(l, (struct sockaddr *)&sa, sizeof sa) || listen(l, 4))
        return 1;
    for (;;) {
        int fd = accept(l, NULL, NULL);
        struct stream *s;

        if (fd < 0)
            continue;
        s = tcp_stream(fd);
        if (s == NULL) {
            close(fd);
            continue;
        }
        echo(s);
    }
}
