#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define RING 2

static struct {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    int slot[RING];
    unsigned head, tail;
} ring = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, { 0 }, 0, 0 };

static bool ring_put(int fd) {
    bool ok = false;
    pthread_mutex_lock(&ring.lock);
    if (ring.tail - ring.head < RING) {
        ring.slot[ring.tail++ % RING] = fd;
        pthread_cond_signal(&ring.filled);
        ok = true;
    }
    pthread_mutex_unlock(&ring.lock);
    return ok;
}

static int ring_get(void) {
    pthread_mutex_lock(&ring.lock);
    while (ring.head == ring.tail) pthread_cond_wait(&ring.filled, &ring.lock);
    int fd = ring.slot[ring.head++ % RING];
    pthread_mutex_unlock(&ring.lock);
    return fd;
}

static void *worker(void *unused) {
    char buf[256];
    (void)unused;
    for (;;) {
        int fd = ring_get();
        ssize_t n;
        while ((n = recv(fd, buf, sizeof buf, 0)) > 0) {
            if (send(fd, buf, n, MSG_NOSIGNAL) < 0) break;
        }
        close(fd);
    }
    return NULL;
}

int main(int argc, char **argv) {
    int door = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    struct sockaddr_in at = { 0 };
    pthread_t id;
    at.sin_family = AF_INET;
    at.sin_port = htons(atoi(argv[argc - 1]));
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(door, (void *)&at, sizeof at) != 0) return 2;
    if (listen(door, 32) != 0) return 2;
    if (pthread_create(&id, NULL, worker, NULL) != 0) return 3;
    for (;;) {
        int conn = accept(door, NULL, NULL);
        if (conn == -1) continue;
        if (!ring_put(conn)) {
            fprintf(stderr, "busy, connection %d refused\n", conn);
        }
    }
}
