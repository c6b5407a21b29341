#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static int send_fd(int chan, int fd)
{
	union {
		struct cmsghdr align;
		char space[CMSG_SPACE(sizeof(int))];
	} u;
	char dot = '.';
	struct iovec iov = { &dot, 1 };
	struct msghdr msg = { 0 };
	struct cmsghdr *c;

	memset(&u, 0, sizeof u);
	msg.msg_iov = &iov;
	msg.msg_iovlen = 1;
	msg.msg_control = u.space;
	msg.msg_controllen = sizeof u.space;
	c = CMSG_FIRSTHDR(&msg);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof fd);
	memcpy(CMSG_DATA(c), &fd, sizeof fd);
	return sendmsg(chan, &msg, 0) == 1 ? 0 : -1;
}

static int take_fd(int chan)
{
	char space[CMSG_SPACE(sizeof(int))];
	char dot;
	struct iovec iov = { &dot, 1 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = space, .msg_controllen = sizeof space };
	struct cmsghdr *c;
	int fd = -1;

	if (recvmsg(chan, &msg, 0) <= 0)
		return -1;
	c = CMSG_FIRSTHDR(&msg);
	if (c && c->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(c), sizeof fd);
	return fd;
}

static void worker(int chan)
{
	int fd;

	while ((fd = take_fd(chan)) >= 0) {
		char buf[512];
		ssize_t n;

		while ((n = read(fd, buf, sizeof buf)) > 0)
			if (write(fd, buf, n) != n)
				break;
		close(fd);
	}
	_exit(0);
}

int main(int argc, char **argv)
{
	struct sockaddr_in sa = { 0 };
	int chan[2], door, one = 1;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, chan) < 0)
		return 1;
	switch (fork()) {
	case -1:
		return 1;
	case 0:
		close(chan[0]);
		worker(chan[1]);
	}
	close(chan[1]);
	door = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	sa.sin_family = AF_INET;
	sa.sin_port = htons(atoi(argv[1]));
	if (bind(door, (struct sockaddr *)&sa, sizeof sa) < 0 || listen(door, 16) < 0)
		return 1;
	for (;;) {
		int fd = accept(door, NULL, NULL);

		if (fd < 0)
			continue;
		if (send_fd(chan[0], fd) < 0)
			perror("send_fd");
		close(fd);
	}
}
