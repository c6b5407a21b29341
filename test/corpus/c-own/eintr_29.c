#include <sys/types.h>
#include <sys/socket.h>
#include <sys/select.h>
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
server_open(const char *service)
{
	struct sockaddr_in sin;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int yes = 1;

	if (fd == -1)
		err(1, "socket");
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_port = htons((uint16_t)atoi(service));
	sin.sin_addr.s_addr = inet_addr("127.0.0.1");
	(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == -1)
		err(1, "bind");
	if (listen(fd, 16) == -1)
		err(1, "listen");
	return (fd);
}

static void
discard(int fd)
{
	char junk[1024];

	for (;;) {
		ssize_t r;

		if ((r = recv(fd, junk, sizeof(junk), 0)) == -1 && errno == EINTR)
			continue;
		if (r < 1)
			break;
	}
	close(fd);
}

int
main(int argc, char *argv[])
{
	int s = server_open(argc > 1 ? argv[1] : "7020");

	for (;;) {
		int c = accept(s, NULL, NULL);
		if (c != -1)
			discard(c);
	}
}
