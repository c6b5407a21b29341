#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS 16

struct peer
{
  struct peer *prev, *next;
  int sock;
  size_t used;
  char line[512];
};

static struct peer head = { &head, &head, -1, 0, "" };
static int ep;

static void
die (const char *what)
{
  perror (what);
  exit (EXIT_FAILURE);
}

static int
make_listener (unsigned short port)
{
  struct sockaddr_in sa;
  int yes = 1;
  int sock = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (sock == -1)
    die ("socket");
  memset (&sa, 0, sizeof sa);
  sa.sin_family = AF_INET;
  sa.sin_port = htons (port);
  sa.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind (sock, (struct sockaddr *) &sa, sizeof sa) == -1)
    die ("bind");
  if (listen (sock, SOMAXCONN) == -1)
    die ("listen");
  return sock;
}

static void
peer_new (int sock)
{
  struct epoll_event ev;
  struct peer *p = calloc (1, sizeof *p);

  if (p == NULL)
    {
      close (sock);
      return;
    }
  p->sock = sock;
  p->next = head.next;
  p->prev = &head;
  head.next->prev = p;
  head.next = p;
  ev.events = EPOLLIN | EPOLLRDHUP | EPOLLET;
  ev.data.ptr = p;
  if (epoll_ctl (ep, EPOLL_CTL_ADD, sock, &ev) == -1)
    die ("epoll_ctl");
}

static void
peer_free (struct peer *p)
{
  p->prev->next = p->next;
  p->next->prev = p->prev;
  free (p);
}

static void
peer_input (struct peer *p)
{
  ssize_t got;

  for (;;)
    {
      got = recv (p->sock, p->line + p->used, sizeof p->line - p->used, 0);
      if (got == -1)
        {
          if (errno == EAGAIN)
            return;
          if (errno == EINTR)
            continue;
          break;
        }
      if (got == 0)
        break;
      p->used += (size_t) got;
      if (p->used == sizeof p->line || memchr (p->line, '\n', p->used))
        {
          send (p->sock, p->line, p->used, MSG_NOSIGNAL);
          p->used = 0;
        }
    }
  peer_free (p);
}

int
main (int argc, char **argv)
{
  struct epoll_event ev, out[MAX_EVENTS];
  int server = make_listener (argc > 1 ? (unsigned short) atoi (argv[1]) : 7101);

  ep = epoll_create1 (EPOLL_CLOEXEC);
  ev.events = EPOLLIN;
  ev.data.ptr = NULL;
  epoll_ctl (ep, EPOLL_CTL_ADD, server, &ev);
  while (1)
    {
      int i, ready = epoll_wait (ep, out, MAX_EVENTS, -1);

      for (i = 0; i < ready; i++)
        {
          if (out[i].data.ptr != NULL)
            {
              peer_input (out[i].data.ptr);
              continue;
            }
          int sock = accept4 (server, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
          if (sock != -1)
            peer_new (sock);
        }
    }
}
