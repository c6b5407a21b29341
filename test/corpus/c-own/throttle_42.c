#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define QUOTA 8

struct peer {
	int fd;
	size_t eaten;
};

static int ep;

static void peer_drop(struct peer *p)
{
	epoll_ctl(ep, EPOLL_CTL_DEL, p->fd, NULL);
	close(p->fd);
	free(p);
}

static void peer_watch(struct peer *p, int op, unsigned events)
{
	struct epoll_event ev;

	memset(&ev, 0, sizeof(ev));
	ev.events = events;
	ev.data.ptr = p;
	if (epoll_ctl(ep, op, p->fd, &ev) < 0)
		perror("epoll_ctl");
}

static void peer_event(struct peer *p, unsigned events)
{
	char buf[128];
	ssize_t n;

	if (events & EPOLLRDHUP) {
		peer_drop(p);
		return;
	}
	if (!(events & EPOLLIN))
		return;
	n = read(p->fd, buf, sizeof(buf));
	if (n < 0 && errno == EINTR)
		return;
	if (n <= 0) {
		peer_drop(p);
		return;
	}
	p->eaten += n;
	if (p->eaten > QUOTA) {
		send(p->fd, "quota\n", 6, MSG_NOSIGNAL);
		peer_watch(p, EPOLL_CTL_MOD, EPOLLRDHUP);
	}
}

int main(int argc, char **argv)
{
	struct epoll_event evs[16], ev = { .events = EPOLLIN, .data = { .ptr = NULL } };
	struct sockaddr_in sa = { .sin_family = AF_INET };
	int i, n, one = 1, door = socket(AF_INET, SOCK_STREAM, 0);

	sa.sin_port = htons(atoi(argv[argc - 1]));
	setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(door, (struct sockaddr *)&sa, sizeof(sa)) || listen(door, 16))
		return 1;
	ep = epoll_create1(0);
	epoll_ctl(ep, EPOLL_CTL_ADD, door, &ev);
	for (;;) {
		n = epoll_wait(ep, evs, 16, -1);
		for (i = 0; i < n; i++) {
			struct peer *p = evs[i].data.ptr;

			if (p) {
				peer_event(p, evs[i].events);
				continue;
			}
			int fd = accept(door, NULL, NULL);
			if (fd < 0)
				continue;
			p = calloc(1, sizeof(*p));
			if (!p) {
				close(fd);
				continue;
			}
			p->fd = fd;
			peer_watch(p, EPOLL_CTL_ADD, EPOLLIN | EPOLLRDHUP);
		}
	}
}
