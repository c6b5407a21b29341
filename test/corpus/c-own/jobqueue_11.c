#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define QUEUE_MAX 2

typedef struct {
    int items[QUEUE_MAX];
    int head, count;
    pthread_mutex_t lock;
    pthread_cond_t ready;
} queue_t;

static queue_t queue = { .lock = PTHREAD_MUTEX_INITIALIZER, .ready = PTHREAD_COND_INITIALIZER };
static unsigned long dropped;

static bool queue_push(queue_t *q, int fd)
{
    bool pushed = false;

    pthread_mutex_lock(&q->lock);
    if (q->count < QUEUE_MAX) {
        q->items[(q->head + q->count) % QUEUE_MAX] = fd;
        q->count++;
        pushed = true;
        pthread_cond_signal(&q->ready);
    }
    pthread_mutex_unlock(&q->lock);
    return pushed;
}

static int queue_pop(queue_t *q)
{
    int fd;

    pthread_mutex_lock(&q->lock);
    while (q->count == 0)
        pthread_cond_wait(&q->ready, &q->lock);
    fd = q->items[q->head];
    q->head = (q->head + 1) % QUEUE_MAX;
    q->count--;
    pthread_mutex_unlock(&q->lock);
    return fd;
}

static void handle(int fd)
{
    char buf[256];
    ssize_t n;

    while ((n = read(fd, buf, sizeof buf)) > 0)
        if (send(fd, buf, n, MSG_NOSIGNAL) != n)
            break;
}

static void *worker(void *unused)
{
    (void)unused;
    for (;;) {
        int fd = queue_pop(&queue);
        handle(fd);
        close(fd);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    struct sockaddr_in addr;
    pthread_t t;
    int s, on = 1;

    if (argc < 2)
        return 2;
    s = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = INADDR_ANY;
    addr.sin_port = htons(atoi(argv[1]));
    if (bind(s, (struct sockaddr *)&addr, sizeof addr) != 0 || listen(s, 32) != 0) {
        perror("listen");
        return 1;
    }
    pthread_create(&t, NULL, worker, NULL);
    for (;;) {
        int fd = accept(s, NULL, NULL);
        if (fd == -1)
            continue;
        if (!queue_push(&queue, fd)) {
            dropped++;
            fprintf(stderr, "busy, %lu dropped\n", dropped);
        }
    }
}
