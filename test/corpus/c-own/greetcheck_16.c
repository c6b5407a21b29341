#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

static int dial(const char *host, const char *service)
{
	struct addrinfo hints, *list, *ai;
	int sd = -1, rc;

	memset(&hints, 0, sizeof hints);
	hints.ai_family = AF_UNSPEC;
	hints.ai_socktype = SOCK_STREAM;
	if ((rc = getaddrinfo(host, service, &hints, &list)) != 0) {
		fprintf(stderr, "%s: %s\n", host, gai_strerror(rc));
		return -1;
	}
	for (ai = list; ai != NULL; ai = ai->ai_next) {
		sd = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
		if (sd == -1)
			continue;
		if (connect(sd, ai->ai_addr, ai->ai_addrlen) == 0)
			break;
		close(sd);
		sd = -1;
	}
	freeaddrinfo(list);
	return sd;
}

static int greeted(int sd)
{
	char hello[128];
	ssize_t len = recv(sd, hello, sizeof hello - 1, 0);

	if (len < 3)
		return 0;
	hello[len] = '\0';
	return strncmp(hello, "220", 3) == 0;
}

int main(int argc, char **argv)
{
	const char *service = argc > 1 ? argv[1] : "7105";
	int tries;

	for (tries = 0; tries < 6; tries++) {
		int sd = dial("127.0.0.1", service);

		if (sd < 0) {
			sleep(1);
			continue;
		}
		if (!greeted(sd)) {
			fprintf(stderr, "try %d: not greeted\n", tries);
			close(sd);
			continue;
		}
		if (write(sd, "QUIT\r\n", 6) != 6)
			perror("write");
		close(sd);
	}
	for (;;)
		pause();
}
