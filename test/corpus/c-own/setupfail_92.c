#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define LIMIT 2

typedef struct link_s {
	int fd;
	char *inbuf;
} link_t;

static int epoll_fd, used;

static link_t *link_open(int fd)
{
	link_t *lk;
	struct epoll_event ev;

	if (used >= LIMIT) {
		errno = EMFILE;
		return NULL;
	}
	lk = malloc(sizeof(link_t));
	if (lk == NULL)
		return NULL;
	lk->fd = fd;
	lk->inbuf = malloc(1024);
	if (lk->inbuf == NULL) {
		free(lk);
		return NULL;
	}
	ev.events = EPOLLIN;
	ev.data.ptr = lk;
	if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &ev) == -1) {
		free(lk->inbuf);
		free(lk);
		return NULL;
	}
	used++;
	return lk;
}

static void link_shut(link_t *lk)
{
	used--;
	close(lk->fd);
	free(lk->inbuf);
	free(lk);
}

static void link_ready(link_t *lk)
{
	ssize_t n = read(lk->fd, lk->inbuf, 1024);

	if (n > 0 && write(lk->fd, lk->inbuf, n) == n)
		return;
	if (n == -1 && errno == EINTR)
		return;
	link_shut(lk);
}

int main(int argc, char **argv)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	struct epoll_event ev = { .events = EPOLLIN }, e;
	int l = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	sin.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7123);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(l, (struct sockaddr *)&sin, sizeof(sin)) == -1 || listen(l, 16) == -1)
		return 1;
	epoll_fd = epoll_create1(0);
	epoll_ctl(epoll_fd, EPOLL_CTL_ADD, l, &ev);
	for (;;) {
		if (epoll_wait(epoll_fd, &e, 1, -1) != 1)
			continue;
		if (e.data.ptr) {
			link_ready(e.data.ptr);
			continue;
		}
		int fd = accept(l, NULL, NULL);
		if (fd == -1)
			continue;
		if (link_open(fd) == NULL) {
			perror("link_open");
			close(fd);
		}
	}
}
