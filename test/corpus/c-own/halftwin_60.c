#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static unsigned short upstream_port;

struct tunnel {
	int near;
	int far;
};

static int dial(unsigned short port)
{
	struct sockaddr_in sa;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	memset(&sa, 0, sizeof(sa));
	sa.sin_family = AF_INET;
	sa.sin_port = htons(port);
	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&sa, sizeof(sa)) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static int forward(int from, int to)
{
	char buf[8192];
	ssize_t n, done = 0;

	do {
		n = read(from, buf, sizeof(buf));
	} while (n < 0 && errno == EINTR);
	if (n <= 0)
		return -1;
	while (done < n) {
		ssize_t w = send(to, buf + done, n - done, MSG_NOSIGNAL);
		if (w < 0)
			return -1;
		done += w;
	}
	return 0;
}

static void *tunnel_main(void *arg)
{
	struct tunnel *t = arg;
	struct pollfd p[2] = { { t->near, POLLIN, 0 }, { t->far, POLLIN, 0 } };

	for (;;) {
		if (poll(p, 2, -1) < 0)
			continue;
		if (p[0].revents && forward(t->near, t->far) < 0) {
			close(t->near);
			break;
		}
		if (p[1].revents && forward(t->far, t->near) < 0) {
			close(t->near);
			break;
		}
	}
	free(t);
	return NULL;
}

int main(int argc, char **argv)
{
	struct sockaddr_in sa;
	int one = 1, door = socket(AF_INET, SOCK_STREAM, 0);

	if (argc < 3)
		return 64;
	upstream_port = (unsigned short)atoi(argv[2]);
	memset(&sa, 0, sizeof(sa));
	sa.sin_family = AF_INET;
	sa.sin_port = htons((unsigned short)atoi(argv[1]));
	setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(door, (struct sockaddr *)&sa, sizeof(sa)) || listen(door, 20))
		return 1;
	for (;;) {
		struct tunnel *t;
		pthread_t id;
		int near = accept(door, NULL, NULL), far;

		if (near < 0)
			continue;
		far = dial(upstream_port);
		if (far < 0) {
			close(near);
			continue;
		}
		t = malloc(sizeof(*t));
		if (!t) {
			close(near);
			close(far);
			continue;
		}
		t->near = near;
		t->far = far;
		if (pthread_create(&id, NULL, tunnel_main, t)) {
			close(near);
			close(far);
			free(t);
		} else {
			pthread_detach(id);
		}
	}
}
