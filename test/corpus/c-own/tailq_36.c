#include <sys/queue.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct client {
	TAILQ_ENTRY(client) entry;
	int fd;
	int dead;
	size_t used;
	char buf[512];
};
TAILQ_HEAD(clients, client) clients = TAILQ_HEAD_INITIALIZER(clients);
static nfds_t nclients;

static void
client_new(int lfd)
{
	struct client *c;
	int fd;

	if ((fd = accept(lfd, NULL, NULL)) == -1)
		return;
	if (fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) == -1 || (c = calloc(1, sizeof(*c))) == NULL) {
		close(fd);
		return;
	}
	c->fd = fd;
	TAILQ_INSERT_TAIL(&clients, c, entry);
	nclients++;
}

static void
client_free(struct client *c)
{
	TAILQ_REMOVE(&clients, c, entry);
	nclients--;
	close(c->fd);
	free(c);
}

static int
client_input(struct client *c)
{
	ssize_t n;

	n = read(c->fd, c->buf + c->used, sizeof(c->buf) - c->used);
	if (n == -1) {
		if (errno == EINTR || errno == EAGAIN)
			return (0);
		return (-1);
	}
	c->used += n;
	if (c->used == sizeof(c->buf))
		return (-1);
	if (c->used > 0 && c->buf[c->used - 1] == '\n') {
		(void)send(c->fd, c->buf, c->used, MSG_NOSIGNAL);
		c->used = 0;
	}
	return (0);
}

int
main(int argc, char *argv[])
{
	struct sockaddr_in sin;
	struct pollfd *pfd = NULL;
	struct client *c, *next;
	nfds_t i;
	int lfd, on = 1;

	if (argc != 2)
		errx(1, "usage: %s port", argv[0]);
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_port = htons(strtol(argv[1], NULL, 10));
	if ((lfd = socket(AF_INET, SOCK_STREAM, 0)) == -1)
		err(1, "socket");
	setsockopt(lfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(lfd, (struct sockaddr *)&sin, sizeof(sin)) == -1)
		err(1, "bind");
	if (listen(lfd, 16) == -1)
		err(1, "listen");

	for (;;) {
		if ((pfd = reallocarray(pfd, nclients + 1, sizeof(*pfd))) == NULL)
			err(1, NULL);
		pfd[0].fd = lfd;
		pfd[0].events = POLLIN;
		i = 1;
		TAILQ_FOREACH(c, &clients, entry) {
			pfd[i].fd = c->fd;
			pfd[i++].events = POLLIN;
		}
		if (poll(pfd, i, -1) == -1) {
			if (errno == EINTR)
				continue;
			err(1, "poll");
		}
		i = 1;
		for (c = TAILQ_FIRST(&clients); c != NULL; c = next) {
			next = TAILQ_NEXT(c, entry);
			if (pfd[i++].revents != 0 && client_input(c) == -1)
				client_free(c);
		}
		if (pfd[0].revents & POLLIN)
			client_new(lfd);
	}
}
