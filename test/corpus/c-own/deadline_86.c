#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

/* bytes read, 0 when nothing came in time, -1 on failure */
static int read_some(int fd, char *buf, int cap, int seconds)
{
  struct timeval tv;
  fd_set set;
  int rc, n;

  FD_ZERO (&set);
  FD_SET (fd, &set);
  tv.tv_sec = seconds;
  tv.tv_usec = 0;
  rc = select (fd + 1, &set, NULL, NULL, &tv);
  if (rc < 0)
    return errno == EINTR ? 0 : -1;
  if (rc == 0)
    return 0;
  n = recv (fd, buf, cap, 0);
  return n;
}

static void *session (void *arg)
{
  int fd = (int) (intptr_t) arg;
  char buf[200];

  while (1) {
    int n = read_some (fd, buf, sizeof buf, 1);

    if (n < 0)
      break;
    if (n == 0) {
      usleep (1000);
      continue;
    }
    if (send (fd, buf, n, MSG_NOSIGNAL) != n)
      break;
  }
  close (fd);
  return NULL;
}

int main (int argc, char **argv)
{
  struct sockaddr_in sin = { .sin_family = AF_INET };
  int l = socket (AF_INET, SOCK_STREAM, 0), on = 1;

  sin.sin_port = htons (argc > 1 ? atoi (argv[1]) : 7122);
  sin.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (l, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (l, (struct sockaddr *) &sin, sizeof sin) || listen (l, 16))
    return 1;
  for (;;) {
    pthread_t t;
    int fd = accept (l, NULL, NULL);

    if (fd < 0)
      continue;
    if (pthread_create (&t, NULL, session, (void *) (intptr_t) fd) == 0)
      pthread_detach (t);
    else
      close (fd);
  }
}
