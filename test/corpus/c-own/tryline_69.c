#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TRY(expr)                                                        \
	({                                                               \
		__typeof__(expr) _r = (expr);                            \
		if (_r < 0) {                                            \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #expr); \
			return -1;                                       \
		}                                                        \
		_r;                                                      \
	})
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

struct verb {
	const char *name;
	int (*run)(int fd, const char *args);
};

static int do_echo(int fd, const char *args)
{
	return send(fd, args, strlen(args), MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static int do_date(int fd, const char *args)
{
	(void)args;
	return send(fd, "today\n", 6, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static const struct verb verbs[] = {
	{ "ECHO", do_echo },
	{ "DATE", do_date },
};

static int run_verb(int fd, char *line)
{
	char *args = strchr(line, ' ');

	if (args)
		*args++ = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcmp(verbs[i].name, line))
			return verbs[i].run(fd, args ? args : "");
	errno = ENOSYS;
	return -1;
}

static int serve_one(int door)
{
	char line[256];
	ssize_t n;
	int fd = TRY(accept(door, NULL, NULL));

	n = recv(fd, line, sizeof(line) - 1, 0);
	if (n > 0) {
		line[n] = '\0';
		line[strcspn(line, "\n")] = '\0';
		TRY(run_verb(fd, line));
	}
	close(fd);
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	int on = 1;
	int door = TRY(socket(AF_INET, SOCK_STREAM, 0));

	if (argc < 2)
		return 2;
	sin.sin_port = htons(atoi(argv[1]));
	TRY(setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)));
	TRY(bind(door, (struct sockaddr *)&sin, sizeof(sin)));
	TRY(listen(door, 10));
	for (;;)
		if (serve_one(door) < 0)
			fprintf(stderr, "request failed: %s\n", strerror(errno));
}
