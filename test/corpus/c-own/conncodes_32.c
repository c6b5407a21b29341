#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

enum io_status { IO_OK, IO_AGAIN, IO_CLOSED, IO_ERROR };

typedef struct transport {
	int fd;
	size_t rx;
	struct transport *next;
} transport_t;

static enum io_status transport_read(transport_t *t, void *buf, size_t cap, size_t *got)
{
	ssize_t r = read(t->fd, buf, cap);

	*got = 0;
	if (r > 0) {
		*got = (size_t)r;
		t->rx += *got;
		return IO_OK;
	}
	if (r == 0 || errno == EAGAIN || errno == EINTR)
		return IO_AGAIN;
	return IO_ERROR;
}

static void transport_free(transport_t *t)
{
	close(t->fd);
	free(t);
}

static int transport_step(transport_t *t)
{
	char buf[300];
	size_t got;

	switch (transport_read(t, buf, sizeof(buf), &got)) {
	case IO_OK:
		return write(t->fd, buf, got) < 0 ? -1 : 0;
	case IO_AGAIN:
		return 0;
	case IO_CLOSED:
	case IO_ERROR:
	default:
		return -1;
	}
}

int main(int argc, char **argv)
{
	transport_t *list = NULL, **pp, *t;
	struct sockaddr_in sin = { .sin_family = AF_INET };
	int ls, one = 1;

	ls = socket(AF_INET, SOCK_STREAM, 0);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sin.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7111);
	setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(ls, (struct sockaddr *)&sin, sizeof sin) == -1 || listen(ls, 20) == -1) {
		perror("listen");
		return 1;
	}
	for (;;) {
		fd_set rd;
		int max = ls;

		FD_ZERO(&rd);
		FD_SET(ls, &rd);
		for (t = list; t; t = t->next) {
			FD_SET(t->fd, &rd);
			if (t->fd > max)
				max = t->fd;
		}
		if (select(max + 1, &rd, NULL, NULL, NULL) < 0)
			continue;
		for (pp = &list; (t = *pp) != NULL;) {
			if (FD_ISSET(t->fd, &rd) && transport_step(t) < 0) {
				*pp = t->next;
				transport_free(t);
			} else {
				pp = &t->next;
			}
		}
		if (FD_ISSET(ls, &rd)) {
			int fd = accept(ls, NULL, NULL);
			if (fd < 0 || fd >= FD_SETSIZE || !(t = malloc(sizeof *t))) {
				if (fd >= 0)
					close(fd);
				continue;
			}
			fcntl(fd, F_SETFL, O_NONBLOCK);
			t->fd = fd;
			t->rx = 0;
			t->next = list;
			list = t;
		}
	}
}
