#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define QSIZE 64
#define WORKERS 2

static struct {
	int items[QSIZE];
	unsigned in, out;
	pthread_mutex_t lock;
	pthread_cond_t more;
} queue = { .lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER };

static int epfd;

static void queue_push(int fd) {
	pthread_mutex_lock(&queue.lock);
	queue.items[queue.in++ % QSIZE] = fd;
	pthread_cond_signal(&queue.more);
	pthread_mutex_unlock(&queue.lock);
}

static int queue_pop(void) {
	int fd;

	pthread_mutex_lock(&queue.lock);
	while (queue.in == queue.out)
		pthread_cond_wait(&queue.more, &queue.lock);
	fd = queue.items[queue.out++ % QSIZE];
	pthread_mutex_unlock(&queue.lock);
	return fd;
}

static void rearm(int fd) {
	struct epoll_event ev = { .events = EPOLLIN | EPOLLONESHOT, .data.fd = fd };

	if (epoll_ctl(epfd, EPOLL_CTL_MOD, fd, &ev) < 0)
		perror("rearm");
}

static void *worker(void *unused) {
	char buf[2048];
	ssize_t n;

	(void)unused;
	for (;;) {
		int fd = queue_pop();

		n = read(fd, buf, sizeof(buf));
		if (n > 0) {
			if (write(fd, buf, n) < 0)
				close(fd);
			else
				rearm(fd);
		} else if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
			rearm(fd);
		} else {
			fprintf(stderr, "%d: done\n", fd);
			close(fd);
		}
	}
	return NULL;
}

int main(int argc, char *argv[]) {
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 7102) };
	struct epoll_event ev, evs[8];
	pthread_t tid;
	int i, one = 1, lfd = socket(AF_INET, SOCK_STREAM, 0);

	sin.sin_addr.s_addr = inet_addr("127.0.0.1");
	setsockopt(lfd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (lfd < 0 || bind(lfd, (struct sockaddr *)&sin, sizeof(sin)) || listen(lfd, 32)) {
		perror("listen");
		return 1;
	}
	epfd = epoll_create1(0);
	ev.events = EPOLLIN;
	ev.data.fd = lfd;
	epoll_ctl(epfd, EPOLL_CTL_ADD, lfd, &ev);
	for (i = 0; i < WORKERS; i++)
		pthread_create(&tid, NULL, worker, NULL);
	for (;;) {
		int n = epoll_wait(epfd, evs, 8, -1);

		for (i = 0; i < n; i++) {
			if (evs[i].data.fd == lfd) {
				int fd = accept(lfd, NULL, NULL);

				if (fd < 0)
					continue;
				ev.events = EPOLLIN | EPOLLONESHOT;
				ev.data.fd = fd;
				epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &ev);
			} else {
				queue_push(evs[i].data.fd);
			}
		}
	}
}
