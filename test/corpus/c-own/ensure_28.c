#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define LOG(...) fprintf(stderr, __VA_ARGS__)
#define ENSURE(cond, code)                                                                \
    do {                                                                                  \
        if (!(cond)) {                                                                    \
            LOG("%s:%d: %s\n", __func__, __LINE__, #cond);                                \
            return (code);                                                                \
        }                                                                                 \
    } while (0)

typedef struct http_request {
    char method[8];
    char path[128];
    char version[16];
} http_request;

static int parse_request(http_request *req, const char *text) {
    int fields = sscanf(text, "%7s %127s %15s", req->method, req->path, req->version);
    return fields == 3 ? 0 : -EINVAL;
}

static int respond(int fd, int status, const char *body) {
    char head[160];
    int len = snprintf(head, sizeof(head), "HTTP/1.1 %d X\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", status,
                       strlen(body));
    if (send(fd, head, len, MSG_NOSIGNAL | MSG_MORE) != len) return -1;
    return send(fd, body, strlen(body), MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static int serve_client(int listener) {
    char text[2048];
    http_request req;
    struct timeval tv = {.tv_sec = 5};
    int fd = accept(listener, NULL, NULL);
    ENSURE(fd >= 0, -errno);

    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)) < 0) {
        close(fd);
        return -errno;
    }
    ssize_t n = recv(fd, text, sizeof(text) - 1, 0);
    if (n <= 0) {
        close(fd);
        return n < 0 ? -errno : 0;
    }
    text[n] = '\0';
    ENSURE(parse_request(&req, text) == 0, -EINVAL);
    ENSURE(strcmp(req.version, "HTTP/1.1") == 0, -EPROTO);
    int rc = respond(fd, 200, req.path);
    close(fd);
    return rc;
}

int main(int argc, char **argv) {
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    struct sockaddr_in bind_to = {.sin_family = AF_INET};

    ENSURE(argc > 1, 1);
    ENSURE(listener >= 0, 1);
    bind_to.sin_port = htons((uint16_t)atoi(argv[1]));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    ENSURE(bind(listener, (struct sockaddr *)&bind_to, sizeof(bind_to)) == 0, 1);
    ENSURE(listen(listener, 8) == 0, 1);
    while (1) {
        int rc = serve_client(listener);
        if (rc < 0) LOG("client: %s\n", strerror(-rc));
    }
}
