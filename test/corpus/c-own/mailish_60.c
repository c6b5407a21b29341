#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static void *talk(void *arg)
{
    int fd = (int)(intptr_t)arg;
    FILE *io = fdopen(fd, "r+");
    char *line = NULL;
    size_t cap = 0;

    if (!io) {
        close(fd);
        return NULL;
    }
    setvbuf(io, NULL, _IONBF, 0);
    fputs("220 ready\r\n", io);
    while (getline(&line, &cap, io) != -1) {
        if (!strncasecmp(line, "QUIT", 4)) {
            fputs("221 bye\r\n", io);
            break;
        }
        if (!strncasecmp(line, "NOOP", 4)) {
            fputs("250 ok\r\n", io);
            continue;
        }
        fputs("500 what?\r\n", io);
        break;
    }
    free(line);
    fclose(io);
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_in addr;
    int server, opt = 1;

    server = socket(AF_INET, SOCK_STREAM, 0);
    if (server < 0) {
        perror("socket");
        exit(1);
    }
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &opt, sizeof(opt));
    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    addr.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7103);
    if (bind(server, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
        perror("bind");
        exit(1);
    }
    listen(server, 16);

    while (1) {
        pthread_t t;
        int client = accept(server, NULL, NULL);
        if (client < 0)
            continue;
        if (pthread_create(&t, NULL, talk, (void *)(intptr_t)client) != 0) {
            close(client);
            continue;
        }
        pthread_detach(t);
    }
}
