#include <ctype.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
	char *raw;
	size_t len;
	char method[8];
	char path[128];
};

static void reply(int fd, int status, const char *text)
{
	dprintf(fd, "HTTP/1.1 %d %s\r\nContent-Length: 0\r\n\r\n", status, text);
}

static int parse(struct request *rq)
{
	if (sscanf(rq->raw, "%7s %127s", rq->method, rq->path) != 2)
		return -1;
	return strcmp(rq->method, "GET") == 0 || strcmp(rq->method, "HEAD") == 0 ? 0 : 1;
}

static int process(int fd)
{
	struct request rq = { 0 };
	int status = 0;
	ssize_t n;

	rq.raw = malloc(4096);
	if (rq.raw == NULL) {
		status = 500;
		goto cleanup;
	}
	for (;;) {
		n = read(fd, rq.raw + rq.len, 4095 - rq.len);
		if (n <= 0)
			goto cleanup;
		rq.len += n;
		rq.raw[rq.len] = '\0';
		if (strstr(rq.raw, "\r\n\r\n") != NULL || rq.len == 4095)
			break;
	}
	switch (parse(&rq)) {
	case -1:
		status = 400;
		goto cleanup;
	case 1:
		reply(fd, 405, "Method Not Allowed");
		free(rq.raw);
		return 405;
	}
	reply(fd, 204, "No Content");
	status = 204;
cleanup:
	free(rq.raw);
	close(fd);
	return status;
}

static void *run(void *p)
{
	int fd = *(int *)p;

	free(p);
	fprintf(stderr, "-> %d\n", process(fd));
	return NULL;
}

int main(int argc, char **argv)
{
	struct sockaddr_in sa = { .sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 7113) };
	int srv = socket(AF_INET, SOCK_STREAM, 0), set = 1;

	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(srv, SOL_SOCKET, SO_REUSEADDR, &set, sizeof(set));
	if (bind(srv, (void *)&sa, sizeof(sa)) || listen(srv, 5)) {
		perror("bind");
		return 1;
	}
	while (1) {
		pthread_t tid;
		int *arg = malloc(sizeof(int));

		if (!arg)
			continue;
		*arg = accept(srv, NULL, NULL);
		if (*arg < 0 || pthread_create(&tid, NULL, run, arg)) {
			if (*arg >= 0)
				close(*arg);
			free(arg);
			continue;
		}
		pthread_detach(tid);
	}
}
