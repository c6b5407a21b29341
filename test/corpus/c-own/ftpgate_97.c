#include <err.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

static unsigned int sessions;

static void
reply(FILE *out, int code, const char *text)
{
	fprintf(out, "%d %s\r\n", code, text);
	fflush(out);
}

static void
control(int sock)
{
	char line[256];
	FILE *in = fdopen(sock, "r");
	FILE *out = fdopen(dup(sock), "w");

	if (in == NULL || out == NULL)
		_exit(1);
	reply(out, 220, "ready");
	while (fgets(line, sizeof(line), in) != NULL) {
		line[strcspn(line, "\r\n")] = '\0';
		if (strncmp(line, "QUIT", 4) == 0) {
			reply(out, 221, "bye");
			break;
		}
		if (strncmp(line, "USER ", 5) == 0)
			reply(out, 331, "password please");
		else
			reply(out, 502, "not implemented");
	}
	fclose(out);
	fclose(in);
}

static void
reaper(int sig)
{
	(void)sig;
	while (waitpid(-1, NULL, WNOHANG) > 0)
		sessions--;
}

int
main(int argc, char *argv[])
{
	struct sockaddr_in sin, peer;
	struct sigaction sa;
	socklen_t len;
	int s, ctl, on = 1;

	if (argc != 2)
		errx(2, "usage: ftpgate port");
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = reaper;
	sa.sa_flags = SA_RESTART;
	sigaction(SIGCHLD, &sa, NULL);
	if ((s = socket(AF_INET, SOCK_STREAM, 0)) == -1)
		err(1, "socket");
	(void)setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	memset(&sin, 0, sizeof(sin));
	sin.sin_family = AF_INET;
	sin.sin_port = htons(atoi(argv[1]));
	if (bind(s, (struct sockaddr *)&sin, sizeof(sin)) == -1)
		err(1, "bind");
	if (listen(s, 16) == -1)
		err(1, "listen");

	for (;;) {
		len = sizeof(peer);
		ctl = accept(s, (struct sockaddr *)&peer, &len);
		if (ctl == -1) {
			syslog(LOG_ERR, "accept: %m");
			continue;
		}
		switch (fork()) {
		case -1:
			syslog(LOG_ERR, "fork: %m");
			close(ctl);
			break;
		case 0:
			close(s);
			control(ctl);
			_exit(0);
			/* NOTREACHED */
		default:
			sessions++;
			break;
		}
	}
}
