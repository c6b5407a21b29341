#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void close_arg(void *p)
{
    close((int)(intptr_t)p);
}

static void *session(void *arg)
{
    int fd = (int)(intptr_t)arg;
    char buf[512];
    ssize_t n;

    pthread_cleanup_push(close_arg, arg);
    for (;;) {
        n = read(fd, buf, sizeof(buf));
        if (n < 0)
            pthread_exit(NULL);
        if (n == 0)
            break;
        if (buf[0] == '!')
            pthread_exit(NULL);
        if (write(fd, buf, n) != n)
            break;
    }
    pthread_cleanup_pop(1);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_in sin = { 0 };
    int l = socket(AF_INET, SOCK_STREAM, 0), one = 1;

    sin.sin_family = AF_INET;
    sin.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7120);
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(l, (struct sockaddr *)&sin, sizeof(sin)) < 0 || listen(l, 16) < 0)
        exit(1);
    for (;;) {
        pthread_t t;
        int fd = accept(l, NULL, NULL);

        if (fd == -1)
            continue;
        if (pthread_create(&t, NULL, session, (void *)(intptr_t)fd)) {
            close(fd);
            continue;
        }
        pthread_detach(t);
    }
}
