#include <ctype.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static jmp_buf on_error;

static void fail(const char *what)
{
	fprintf(stderr, "parse error: %s\n", what);
	longjmp(on_error, 1);
}

static long number(const char **p)
{
	long v = 0;

	if (!isdigit((unsigned char)**p))
		fail("digit expected");
	while (isdigit((unsigned char)**p))
		v = v * 10 + (*(*p)++ - '0');
	return v;
}

static long term(const char **p)
{
	if (**p == '(') {
		long v;
		++*p;
		v = term(p);
		if (*(*p)++ != ')')
			fail("closing parenthesis expected");
		return v;
	}
	return number(p);
}

static void answer(int fd)
{
	char text[128], out[32];
	const char *p = text;
	ssize_t n = read(fd, text, sizeof text - 1);

	if (n <= 0)
		return;
	text[n] = 0;
	n = snprintf(out, sizeof out, "%ld\n", term(&p));
	send(fd, out, n, MSG_NOSIGNAL);
}

int main(int argc, char **argv)
{
	struct sockaddr_in sa;
	int one = 1, door = socket(AF_INET, SOCK_STREAM, 0);
	volatile int fd = -1;

	memset(&sa, 0, sizeof sa);
	sa.sin_family = AF_INET;
	sa.sin_port = htons(atoi(argv[1]));
	setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (bind(door, (struct sockaddr *)&sa, sizeof sa) || listen(door, 10))
		return 1;
	for (;;) {
		fd = accept(door, NULL, NULL);
		if (fd < 0)
			continue;
		if (setjmp(on_error) == 0)
			answer(fd);
		close(fd);
	}
}
