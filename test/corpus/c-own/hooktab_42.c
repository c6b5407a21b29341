#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct source;
struct source_ops {
	void (*ready)(struct source *src);
	void (*finish)(struct source *src);
};
struct source {
	int fd;
	const struct source_ops *ops;
	size_t total;
};

static int epfd;

static void watch(struct source *src)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = src };

	if (epoll_ctl(epfd, EPOLL_CTL_ADD, src->fd, &ev) < 0) {
		perror("epoll_ctl");
		exit(1);
	}
}

static void peer_finish(struct source *src)
{
	epoll_ctl(epfd, EPOLL_CTL_DEL, src->fd, NULL);
	close(src->fd);
	free(src);
}

static void peer_ready(struct source *src)
{
	char buf[1024];
	ssize_t got = recv(src->fd, buf, sizeof buf, 0);

	if (got > 0) {
		src->total += (size_t)got;
		send(src->fd, buf, (size_t)got, MSG_NOSIGNAL);
		return;
	}
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	src->ops->finish(src);
}

static const struct source_ops peer_ops = { .ready = peer_ready, .finish = peer_finish };

static void door_ready(struct source *src)
{
	int fd = accept(src->fd, NULL, NULL);
	struct source *peer;

	if (fd < 0)
		return;
	peer = calloc(1, sizeof *peer);
	if (!peer) {
		close(fd);
		return;
	}
	peer->fd = fd;
	peer->ops = &peer_ops;
	watch(peer);
}

static const struct source_ops door_ops = { .ready = door_ready };

int main(int argc, char **argv)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_ANY) };
	struct source door = { .ops = &door_ops };
	int one = 1;

	door.fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(door.fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(door.fd, (struct sockaddr *)&sin, sizeof sin) < 0 || listen(door.fd, 64) < 0) {
		perror("listen");
		return 1;
	}
	epfd = epoll_create1(EPOLL_CLOEXEC);
	watch(&door);
	for (;;) {
		struct epoll_event evs[32];
		int n = epoll_wait(epfd, evs, 32, -1);

		for (int i = 0; i < n; i++) {
			struct source *src = evs[i].data.ptr;
			src->ops->ready(src);
		}
	}
}
