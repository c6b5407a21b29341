#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct flow {
	int from;
	int to;
	int pipe[2];
};

struct tunnel {
	struct flow up, down;
};

static unsigned short target;

static int dial(void)
{
	struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = htons(target) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd == -1)
		return -1;
	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&sa, sizeof sa) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* 1: moved something, 0: end of the stream, -1: error */
static int move_some(struct flow *f)
{
	ssize_t in = splice(f->from, NULL, f->pipe[1], NULL, 65536, SPLICE_F_MOVE);

	if (in <= 0)
		return (int)in;
	while (in > 0) {
		ssize_t out = splice(f->pipe[0], NULL, f->to, NULL, in, SPLICE_F_MOVE | SPLICE_F_MORE);
		if (out <= 0)
			return -1;
		in -= out;
	}
	return 1;
}

static void close_pipes(struct tunnel *t)
{
	close(t->up.pipe[0]);
	close(t->up.pipe[1]);
	close(t->down.pipe[0]);
	close(t->down.pipe[1]);
}

static void *run(void *arg)
{
	struct tunnel *t = arg;

	for (;;) {
		struct pollfd p[2] = { { t->up.from, POLLIN, 0 }, { t->down.from, POLLIN, 0 } };

		if (poll(p, 2, -1) == -1) {
			if (errno == EINTR)
				continue;
			close(t->up.from);
			close(t->down.from);
			break;
		}
		if (p[0].revents && move_some(&t->up) <= 0) {
			close(t->up.to);
			break;
		}
		if (p[1].revents && move_some(&t->down) <= 0) {
			close(t->down.to);
			break;
		}
	}
	close_pipes(t);
	free(t);
	return NULL;
}

static struct tunnel *tunnel_new(int client, int server)
{
	struct tunnel *t = malloc(sizeof *t);

	if (t == NULL)
		return NULL;
	t->up.from = t->down.to = client;
	t->up.to = t->down.from = server;
	if (pipe(t->up.pipe) == -1) {
		free(t);
		return NULL;
	}
	if (pipe(t->down.pipe) == -1) {
		close(t->up.pipe[0]);
		close(t->up.pipe[1]);
		free(t);
		return NULL;
	}
	return t;
}

static void accepted(int client)
{
	pthread_t th;
	struct tunnel *t;
	int server = dial();

	if (server == -1) {
		close(client);
		return;
	}
	t = tunnel_new(client, server);
	if (t == NULL || pthread_create(&th, NULL, run, t) != 0) {
		if (t != NULL) {
			close_pipes(t);
			free(t);
		}
		close(client);
		close(server);
		return;
	}
	pthread_detach(th);
}

int main(int argc, char **argv)
{
	struct sockaddr_in sa = { .sin_family = AF_INET };
	int one = 1, l = socket(AF_INET, SOCK_STREAM, 0);

	if (argc < 3)
		return 2;
	target = atoi(argv[2]);
	sa.sin_port = htons(atoi(argv[1]));
	setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(l, (struct sockaddr *)&sa, sizeof sa) == -1 || listen(l, 16) == -1)
		return 1;
	for (;;) {
		int c = accept(l, NULL, NULL);
		if (c != -1)
			accepted(c);
	}
}
