#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SLOTS = 32 };

int main(int ac, char **av) {
    struct pollfd set[SLOTS];
    struct sockaddr_in me = {0};
    int on = 1, ls, i;

    for (i = 0; i < SLOTS; ++i) {
        set[i].fd = -1;
        set[i].events = POLLIN;
    }
    me.sin_family = AF_INET;
    me.sin_port = htons((unsigned short)(ac > 1 ? atoi(av[1]) : 7104));
    me.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if ((ls = socket(AF_INET, SOCK_STREAM, 0)) < 0) return 1;
    setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(ls, (struct sockaddr *)&me, sizeof me) || listen(ls, 8)) return 1;
    set[0].fd = ls;

    for (;;) {
        if (poll(set, SLOTS, -1) <= 0) continue;
        if (set[0].revents & POLLIN) {
            int c = accept(ls, NULL, NULL);
            if (c >= 0) {
                for (i = 1; i < SLOTS && set[i].fd != -1; ++i)
                    ;
                if (i == SLOTS) close(c);
                else set[i].fd = c, set[i].revents = 0;
            }
        }
        for (i = 1; i < SLOTS; ++i) {
            char b[1024];
            ssize_t r;
            if (set[i].fd < 0 || !(set[i].revents & (POLLIN | POLLERR | POLLHUP))) continue;
            if ((r = recv(set[i].fd, b, sizeof b, 0)) > 0) {
                send(set[i].fd, b, (size_t)r, MSG_NOSIGNAL);
                continue;
            }
            close(set[i].fd);
            set[i].fd = -1;
        }
    }
}
