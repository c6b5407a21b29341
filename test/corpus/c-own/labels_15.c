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

static int
session(int fd)
{
	char *buf, *copy = NULL;
	ssize_t n;
	int rv = -1;

	if ((buf = malloc(512)) == NULL)
		goto out_fd;
	n = read(fd, buf, 511);
	if (n < 1)
		goto out_buf;
	buf[n] = '\0';
	if ((copy = strdup(buf)) == NULL)
		goto out_buf;
	if (strchr(copy, '=') == NULL)
		goto out_copy;
	rv = (int)send(fd, copy, strlen(copy), MSG_NOSIGNAL);
out_copy:
	free(copy);
out_buf:
	free(buf);
out_fd:
	close(fd);
	return (rv);
}

int
main(int argc, char *argv[])
{
	int s = server_open(argc > 1 ? argv[1] : "7007"), c;

	while ((c = accept(s, NULL, NULL)) != -1)
		session(c);
	return (1);
}
