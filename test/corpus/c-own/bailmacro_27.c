#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BAIL(...)                     \
	do {                              \
		fprintf(stderr, __VA_ARGS__); \
		rc = -1;                      \
		goto fail;                    \
	} while (0)

static int handle(int conn) {
	char req[256], resp[320];
	int rc = 0, id;
	char verb;
	ssize_t n;

	n = read(conn, req, sizeof(req) - 1);
	if (n < 0)
		BAIL("read: %s\n", strerror(errno));
	if (n == 0)
		goto done;
	req[n] = 0;
	if (sscanf(req, "%d %c", &id, &verb) != 2)
		goto done;
	if (id < 0)
		BAIL("bad id %d\n", id);
	n = snprintf(resp, sizeof resp, "%d:%c\n", id, verb);
	if (write(conn, resp, n) != n)
		rc = -1;
done:
	close(conn);
fail:
	return rc;
}

int main(int argc, char **argv) {
	struct sockaddr_in sin = {.sin_family = AF_INET};
	int s = socket(AF_INET, SOCK_STREAM, 0), y = 1, bad = 0;

	sin.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7106);
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &y, sizeof y);
	if (bind(s, (struct sockaddr *)&sin, sizeof sin) < 0 || listen(s, 10) < 0) {
		perror("bind");
		return EXIT_FAILURE;
	}
	for (;;) {
		int conn = accept(s, NULL, NULL);
		if (conn == -1) {
			perror("accept");
			continue;
		}
		if (handle(conn) < 0)
			bad++;
		fprintf(stderr, "%d bad so far\n", bad);
	}
}
