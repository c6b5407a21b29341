/*
 * Opens connections to the echo server, sends a line on each, reads the answer and half-closes: it says "I am done"
 * with a FIN, as every client does in the end. Then it waits for the server to do the same.
 *
 *   ./client [COUNT]      COUNT connections, 1 by default, 20 at most, to 127.0.0.1:8000, or to $PORT
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAXLINE 80
#define MAXCONN 20
#define SERV_PORT 8000

/* A connection that has sent its line, read the answer and half-closed. */
static int open_and_half_close(int port)
{
    static const char line[] = "hello\n";
    struct sockaddr_in servaddr;
    char buf[MAXLINE];

    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) {
        perror("socket");
        exit(1);
    }

    memset(&servaddr, 0, sizeof(servaddr));
    servaddr.sin_family = AF_INET;
    servaddr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    servaddr.sin_port = htons(port);
    if (connect(fd, (struct sockaddr *)&servaddr, sizeof(servaddr)) < 0) {
        perror("connect");
        close(fd);
        exit(1);
    }

    if (write(fd, line, sizeof(line) - 1) < 0)
        perror("write");
    ssize_t n = read(fd, buf, sizeof(buf));
    if (n > 0)
        printf("answer: %.*s", (int)n, buf);
    shutdown(fd, SHUT_WR);
    return fd;
}

/* Returns when the peer has closed its side. */
static void wait_for_end(int fd)
{
    char buf[MAXLINE];
    while (read(fd, buf, sizeof(buf)) > 0)
        ;
    close(fd);
}

int main(int argc, char *argv[])
{
    const char *port = getenv("PORT");
    int count = argc > 1 ? atoi(argv[1]) : 1;
    int fds[MAXCONN];

    if (count < 1 || count > MAXCONN) {
        fprintf(stderr, "usage: %s [1..%d]\n", argv[0], MAXCONN);
        return 2;
    }

    for (int i = 0; i < count; i++)
        fds[i] = open_and_half_close(port ? atoi(port) : SERV_PORT);
    printf("%d half-closed; waiting for the server to close them (Ctrl-C gives up)\n", count);
    fflush(stdout);

    for (int i = 0; i < count; i++)
        wait_for_end(fds[i]);
    printf("all closed by the server\n");
    return 0;
}
