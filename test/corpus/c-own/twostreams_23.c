#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct session {
    FILE *in;
    FILE *out;
};

static int session_open(struct session *s, int fd)
{
    int copy;

    s->in = fdopen(fd, "r");
    if (s->in == NULL) {
        close(fd);
        return -1;
    }
    copy = dup(fd);
    if (copy < 0) {
        fclose(s->in);
        return -1;
    }
    s->out = fdopen(copy, "w");
    if (s->out == NULL) {
        close(copy);
        fclose(s->in);
        return -1;
    }
    setvbuf(s->out, NULL, _IOLBF, 0);
    return 0;
}

static void session_run(struct session *s)
{
    char line[200];

    fputs("login?\n", s->out);
    if (fgets(line, sizeof line, s->in) == NULL || strncmp(line, "root", 4) != 0) {
        fputs("denied\n", s->out);
        fclose(s->in);
        return;
    }
    while (fgets(line, sizeof line, s->in) != NULL)
        fprintf(s->out, "-> %s", line);
    fclose(s->in);
    fclose(s->out);
}

int main(int argc, char **argv)
{
    struct sockaddr_in sa;
    int one = 1;
    int door = socket(AF_INET, SOCK_STREAM, 0);

    memset(&sa, 0, sizeof sa);
    sa.sin_family = AF_INET;
    sa.sin_port = htons(atoi(argv[1]));
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(door, (struct sockaddr *)&sa, sizeof sa) < 0 || listen(door, 8) < 0) {
        perror(argv[0]);
        return 1;
    }
    while (1) {
        struct session s;
        int fd = accept(door, NULL, NULL);

        if (fd < 0)
            continue;
        if (session_open(&s, fd) == 0)
            session_run(&s);
    }
}
