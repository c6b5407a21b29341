#define _GNU_SOURCE
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
	pid_t pid;
	int log;
};

static int start(int conn, struct child *c)
{
	int p[2];

	if (pipe(p) < 0)
		return -1;
	c->pid = fork();
	if (c->pid < 0) {
		close(p[0]);
		close(p[1]);
		return -1;
	}
	if (c->pid == 0) {
		dup2(conn, STDIN_FILENO);
		dup2(conn, STDOUT_FILENO);
		dup2(p[1], STDERR_FILENO);
		if (conn > STDERR_FILENO)
			close(conn);
		close(p[0]);
		close(p[1]);
		execlp("head", "head", "-n", "1", (char *)NULL);
		_exit(127);
	}
	close(p[1]);
	c->log = p[0];
	return 0;
}

static void finish(struct child *c)
{
	char text[128];
	ssize_t n;

	while ((n = read(c->log, text, sizeof text)) > 0)
		fwrite(text, 1, (size_t)n, stderr);
	close(c->log);
	waitpid(c->pid, NULL, 0);
}

int main(int argc, char **argv)
{
	struct sockaddr_in sa = { .sin_family = AF_INET };
	int on = 1, l = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (argc < 2 || l < 0)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	sa.sin_port = htons(atoi(argv[1]));
	if (bind(l, (struct sockaddr *)&sa, sizeof sa) < 0 || listen(l, 16) < 0)
		return 1;
	for (;;) {
		struct child c;
		int started, conn = accept(l, NULL, NULL);

		if (conn < 0)
			continue;
		started = start(conn, &c) == 0;
		close(conn);
		if (started)
			finish(&c);
	}
}
