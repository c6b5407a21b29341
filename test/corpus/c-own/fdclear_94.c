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

int
main(int argc, char *argv[])
{
	int lfd = server_open(argc > 1 ? argv[1] : "7002");
	int maxfd = lfd;
	fd_set all;

	FD_ZERO(&all);
	FD_SET(lfd, &all);
	for (;;) {
		fd_set rd = all;
		int fd;

		if (select(maxfd + 1, &rd, NULL, NULL, NULL) == -1)
			continue;
		for (fd = 0; fd <= maxfd; fd++) {
			char line[256];
			ssize_t got;

			if (!FD_ISSET(fd, &rd))
				continue;
			if (fd == lfd) {
				int c = accept(lfd, NULL, NULL);
				if (c == -1)
					continue;
				FD_SET(c, &all);
				if (c > maxfd)
					maxfd = c;
				continue;
			}
			got = recv(fd, line, sizeof(line), 0);
			if (got <= 0) {
				close(fd);
				FD_CLR(fd, &all);
				continue;
			}
			send(fd, line, (size_t)got, MSG_NOSIGNAL);
		}
	}
}
