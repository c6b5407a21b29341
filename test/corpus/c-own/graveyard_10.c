#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

struct conn {
	int c_fd;
	int c_dead;
	TAILQ_ENTRY(conn) c_link;
	SLIST_ENTRY(conn) c_grave;
};

TAILQ_HEAD(connq, conn);
SLIST_HEAD(graveq, conn);

static struct connq live = TAILQ_HEAD_INITIALIZER(live);
static struct graveq graves = SLIST_HEAD_INITIALIZER(graves);

static void
conn_kill(struct conn *c)
{
	if (c->c_dead)
		return;
	c->c_dead = 1;
	TAILQ_REMOVE(&live, c, c_link);
	SLIST_INSERT_HEAD(&graves, c, c_grave);
}

static void
bury(void)
{
	struct conn *c;

	while ((c = SLIST_FIRST(&graves)) != NULL) {
		SLIST_REMOVE_HEAD(&graves, c_grave);
		free(c);
	}
}

static void
conn_event(struct conn *c)
{
	char buf[1024];
	ssize_t n;

	if (c->c_dead)
		return;
again:
	n = read(c->c_fd, buf, sizeof(buf));
	switch (n) {
	case -1:
		if (errno == EINTR)
			goto again;
		if (errno == EAGAIN)
			return;
		/* FALLTHROUGH */
	case 0:
		conn_kill(c);
		return;
	default:
		if (write(c->c_fd, buf, n) == -1)
			conn_kill(c);
	}
}

int
main(int argc, char *argv[])
{
	struct epoll_event ev, evs[32];
	struct sockaddr_in sin;
	struct conn *c;
	int lfd, ep, fd, i, n, on = 1;

	if ((lfd = socket(AF_INET, SOCK_STREAM, 0)) == -1)
		return (1);
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7118);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	(void)setsockopt(lfd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(lfd, (struct sockaddr *)&sin, sizeof(sin)) == -1 || listen(lfd, 10) == -1)
		return (1);
	ep = epoll_create1(0);
	memset(&ev, 0, sizeof(ev));
	ev.events = EPOLLIN;
	if (epoll_ctl(ep, EPOLL_CTL_ADD, lfd, &ev) == -1)
		return (1);
	for (;;) {
		n = epoll_wait(ep, evs, 32, -1);
		for (i = 0; i < n; i++) {
			if ((c = evs[i].data.ptr) != NULL) {
				conn_event(c);
				continue;
			}
			if ((fd = accept(lfd, NULL, NULL)) == -1)
				continue;
			if ((c = calloc(1, sizeof(*c))) == NULL) {
				close(fd);
				continue;
			}
			c->c_fd = fd;
			TAILQ_INSERT_TAIL(&live, c, c_link);
			ev.events = EPOLLIN;
			ev.data.ptr = c;
			if (epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev) == -1)
				conn_kill(c);
			ev.data.ptr = NULL;
		}
		bury();
	}
}
