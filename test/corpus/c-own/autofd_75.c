#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define _cleanup_(f) __attribute__((cleanup(f)))
#define _cleanup_close_ _cleanup_(closep)
#define _cleanup_free_ _cleanup_(freep)

static inline void closep(int *fd)
{
        if (*fd >= 0)
                close(*fd);
}

static inline void freep(void *p)
{
        free(*(void **)p);
}

static inline int steal_fd(int *fd)
{
        int r = *fd;
        *fd = -1;
        return r;
}

struct job {
        int fd;
        char verb[16];
};

static int read_verb(int fd, char *verb, size_t size)
{
        size_t n = 0;

        while (n + 1 < size) {
                ssize_t k = read(fd, verb + n, 1);
                if (k <= 0)
                        return -1;
                if (verb[n] == '\n')
                        break;
                n++;
        }
        verb[n] = 0;
        return 0;
}

static bool known_verb(const char *verb)
{
        return !strcmp(verb, "status") || !strcmp(verb, "reload");
}

static void *work(void *arg)
{
        _cleanup_free_ struct job *j = arg;
        _cleanup_close_ int fd = j->fd;

        dprintf(fd, "%s: done\n", j->verb);
        return NULL;
}

static int dispatch(int listener)
{
        _cleanup_close_ int fd = -1;
        _cleanup_free_ struct job *j = NULL;
        pthread_t t;

        fd = accept(listener, NULL, NULL);
        if (fd < 0)
                return -1;
        j = calloc(1, sizeof(*j));
        if (!j)
                return -1;
        if (read_verb(fd, j->verb, sizeof(j->verb)) < 0)
                return -1;
        if (!known_verb(j->verb))
                return -1;
        j->fd = fd;
        if (pthread_create(&t, NULL, work, j) != 0)
                return -1;
        steal_fd(&fd);
        j = NULL;
        pthread_detach(t);
        return 0;
}

int main(int argc, char *argv[])
{
        struct sockaddr_in sa = { .sin_family = AF_INET };
        int l, yes = 1;

        if (argc < 2)
                return EXIT_FAILURE;
        l = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (l < 0)
                return EXIT_FAILURE;
        setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
        sa.sin_port = htons(atoi(argv[1]));
        if (bind(l, (struct sockaddr *)&sa, sizeof(sa)) < 0 || listen(l, 16) < 0)
                return EXIT_FAILURE;
        for (;;)
                dispatch(l);
}
