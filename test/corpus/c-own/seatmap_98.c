#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
    int in_use;
    size_t len;
    char line[256];
} Seat;

static Seat seats[FD_SETSIZE];
static fd_set all;
static int highest;

static void leave(int fd) {
    FD_CLR(fd, &all);
    memset(&seats[fd], 0, sizeof(Seat));
    close(fd);
}

static void take(int fd) {
    if (fd >= FD_SETSIZE) {
        close(fd);
        return;
    }
    memset(&seats[fd], 0, sizeof(Seat));
    seats[fd].in_use = 1;
    FD_SET(fd, &all);
    if (fd > highest) highest = fd;
}

static int command(int fd, const char *line) {
    if (strncasecmp(line, "echo ", 5) == 0) {
        write(fd, line + 5, strlen(line + 5));
        return 0;
    }
    if (strcasecmp(line, "quit") == 0) return 1;
    if (line[0] == '!') return -1;
    write(fd, "?\n", 2);
    return 0;
}

static void serve(int fd) {
    Seat *s = &seats[fd];
    ssize_t n = read(fd, s->line + s->len, sizeof s->line - 1 - s->len);
    if (n <= 0) {
        leave(fd);
        return;
    }
    s->len += n;
    char *nl = memchr(s->line, '\n', s->len);
    if (nl == NULL) {
        if (s->len == sizeof s->line - 1) leave(fd);
        return;
    }
    *nl = 0;
    int verdict = command(fd, s->line);
    s->len = 0;
    if (verdict > 0) leave(fd);
    else if (verdict < 0) {
        write(fd, "refused\n", 8);
        leave(fd);
    }
}

int main(int argc, char **argv) {
    int lfd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in a;
    if (argc < 2 || lfd < 0) return 1;
    setsockopt(lfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_port = htons((unsigned short)atoi(argv[1]));
    if (bind(lfd, (struct sockaddr *)&a, sizeof a) || listen(lfd, 10)) return 1;
    FD_ZERO(&all);
    FD_SET(lfd, &all);
    highest = lfd;
    while (1) {
        fd_set ready = all;
        if (select(highest + 1, &ready, NULL, NULL, NULL) < 0) continue;
        if (FD_ISSET(lfd, &ready)) {
            int fd = accept(lfd, NULL, NULL);
            if (fd >= 0) take(fd);
        }
        for (int fd = 0; fd <= highest; fd++)
            if (fd != lfd && seats[fd].in_use && FD_ISSET(fd, &ready)) serve(fd);
    }
}
