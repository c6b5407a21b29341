#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define BACKLOG 16
#define DIE(what)          \
    do {                   \
        perror(what);      \
        exit(EXIT_FAILURE); \
    } while (0)

struct request {
    int client;
    char path[256];
};

static int parse(struct request *rq)
{
    char head[1024];
    ssize_t n = recv(rq->client, head, sizeof(head) - 1, 0);

    if (n <= 0)
        return -1;
    head[n] = '\0';
    if (sscanf(head, "GET %255s", rq->path) != 1)
        strcpy(rq->path, "/no-such-file");
    return 0;
}

static void status(const struct request *rq, int code, long long length)
{
    char line[128];
    int n = snprintf(line, sizeof(line), "HTTP/1.0 %d -\r\nContent-Length: %lld\r\n\r\n", code, length);
    send(rq->client, line, n, MSG_NOSIGNAL);
}

static int transmit(const struct request *rq, int file, off_t size)
{
    off_t off = 0;

    while (off < size) {
        ssize_t sent = sendfile(rq->client, file, &off, size - off);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return -1;
    }
    return 0;
}

static int answer(struct request *rq)
{
    struct stat st;
    int file = open(rq->path, O_RDONLY | O_CLOEXEC);

    if (file < 0) {
        status(rq, 404, 0);
        return 404;
    }
    if (fstat(file, &st) < 0 || !S_ISREG(st.st_mode)) {
        close(file);
        status(rq, 403, 0);
        return 403;
    }
    status(rq, 200, st.st_size);
    if (transmit(rq, file, st.st_size) < 0)
        fprintf(stderr, "%s: aborted\n", rq->path);
    close(file);
    return 200;
}

int main(int argc, char **argv)
{
    struct sockaddr_in sa = { .sin_family = AF_INET };
    int yes = 1, lsock;

    if (argc < 2)
        return 2;
    if ((lsock = socket(AF_INET, SOCK_STREAM, 0)) < 0)
        DIE("socket");
    setsockopt(lsock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    sa.sin_port = htons(strtoul(argv[1], NULL, 10));
    if (bind(lsock, (void *)&sa, sizeof(sa)) < 0)
        DIE("bind");
    if (listen(lsock, BACKLOG) < 0)
        DIE("listen");
    while (1) {
        struct request rq = { .client = accept(lsock, NULL, NULL) };

        if (rq.client < 0)
            continue;
        if (parse(&rq) < 0) {
            close(rq.client);
            continue;
        }
        if (answer(&rq) != 200)
            continue;
        shutdown(rq.client, SHUT_WR);
        close(rq.client);
    }
}
