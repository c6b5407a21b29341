#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct client {
  int fd;
  size_t len;
  char line[256];
} client_t;

static int epoll_fd;

static int arm(client_t *cl, int op)
{
  struct epoll_event ev;

  memset(&ev, 0, sizeof(ev));
  ev.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
  ev.data.ptr = cl;
  return epoll_ctl(epoll_fd, op, cl->fd, &ev);
}

static void drop(client_t *cl)
{
  close(cl->fd);
  free(cl);
}

static void on_event(client_t *cl)
{
  char *end;
  ssize_t n;

  n = read(cl->fd, cl->line + cl->len, sizeof(cl->line) - 1 - cl->len);
  if (n == 0) {
    drop(cl);
    return;
  }
  if (n < 0) {
    if (errno != EAGAIN && errno != EINTR) {
      drop(cl);
      return;
    }
    n = 0;
  }
  cl->len += n;
  cl->line[cl->len] = '\0';
  end = strchr(cl->line, '\n');
  if (end == NULL) {
    if (cl->len == sizeof(cl->line) - 1) {
      drop(cl);
      return;
    }
    if (arm(cl, EPOLL_CTL_MOD) < 0)
      drop(cl);
    return;
  }
  send(cl->fd, cl->line, end + 1 - cl->line, MSG_NOSIGNAL);
  cl->len = 0;
  if (arm(cl, EPOLL_CTL_MOD) < 0)
    drop(cl);
}

static void *loop(void *arg)
{
  struct epoll_event ev;

  (void)arg;
  while (1) {
    if (epoll_wait(epoll_fd, &ev, 1, -1) != 1)
      continue;
    on_event(ev.data.ptr);
  }
  return NULL;
}

int main(int argc, char **argv)
{
  struct sockaddr_in sa;
  pthread_t threads[3];
  int one = 1, lst;

  if (argc != 2)
    return 2;
  lst = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(lst, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
  memset(&sa, 0, sizeof(sa));
  sa.sin_family = AF_INET;
  sa.sin_port = htons(atoi(argv[1]));
  if (bind(lst, (struct sockaddr *)&sa, sizeof(sa)) < 0 || listen(lst, 50) < 0)
    return 1;
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < 3; i++)
    pthread_create(&threads[i], NULL, loop, NULL);
  for (;;) {
    client_t *cl;
    int fd = accept4(lst, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd < 0)
      continue;
    cl = calloc(1, sizeof(*cl));
    if (cl == NULL) {
      close(fd);
      continue;
    }
    cl->fd = fd;
    if (arm(cl, EPOLL_CTL_ADD) < 0)
      drop(cl);
  }
}
