#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct conn {
	atomic_int refs;
	int fd;
	pthread_mutex_t wlock;
};

static struct conn *conn_get(struct conn *c)
{
	atomic_fetch_add(&c->refs, 1);
	return c;
}

static void conn_put(struct conn *c)
{
	if (atomic_fetch_sub(&c->refs, 1) != 1)
		return;
	pthread_mutex_destroy(&c->wlock);
	close(c->fd);
	free(c);
}

static void *ticker(void *p)
{
	struct conn *c = p;
	int i, ok = 1;

	for (i = 0; ok && i < 3; i++) {
		usleep(50000);
		pthread_mutex_lock(&c->wlock);
		ok = send(c->fd, ".", 1, MSG_NOSIGNAL) == 1;
		pthread_mutex_unlock(&c->wlock);
	}
	conn_put(c);
	return NULL;
}

static void *reader(void *p)
{
	struct conn *c = p;
	char b[128];

	while (recv(c->fd, b, sizeof(b), 0) > 0)
		;
	conn_put(c);
	return NULL;
}

static void start(void *(*fn)(void *), struct conn *c)
{
	pthread_t t;

	if (pthread_create(&t, NULL, fn, conn_get(c)) != 0)
		conn_put(c);
	else
		pthread_detach(t);
}

int main(int argc, char **argv)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 7117) };
	int l = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(l, (struct sockaddr *)&sin, sizeof(sin)) || listen(l, 16))
		return 1;
	for (;;) {
		int fd = accept(l, NULL, NULL);
		struct conn *c;

		if (fd < 0)
			continue;
		if (!(c = malloc(sizeof(*c)))) {
			close(fd);
			continue;
		}
		atomic_init(&c->refs, 1);
		c->fd = fd;
		pthread_mutex_init(&c->wlock, NULL);
		start(reader, c);
		start(ticker, c);
		conn_put(c);
	}
}
