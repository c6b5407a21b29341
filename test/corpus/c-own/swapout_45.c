#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CAPACITY = 128 };

struct server {
  struct pollfd fds[CAPACITY];
  uint64_t bytes[CAPACITY];
  int count;
};

static int listen_at(uint16_t port) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  int one = 1;
  struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons(port)};
  if (fd == -1) return -1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
  if (bind(fd, (struct sockaddr *)&sa, sizeof(sa)) == -1 || listen(fd, 32) == -1) {
    close(fd);
    return -1;
  }
  return fd;
}

static void server_add(struct server *srv, int fd) {
  if (srv->count == CAPACITY) {
    close(fd);
    return;
  }
  srv->fds[srv->count].fd = fd;
  srv->fds[srv->count].events = POLLIN;
  srv->fds[srv->count].revents = 0;
  srv->bytes[srv->count] = 0;
  srv->count++;
}

static void server_remove(struct server *srv, int at) {
  srv->count--;
  srv->fds[at] = srv->fds[srv->count];
  srv->bytes[at] = srv->bytes[srv->count];
}

static int handle(struct server *srv, int at) {
  char chunk[1500];
  ssize_t n = recv(srv->fds[at].fd, chunk, sizeof(chunk), 0);
  if (n < 0) return errno == EINTR ? 0 : -1;
  if (n == 0) return -1;
  srv->bytes[at] += (uint64_t)n;
  return send(srv->fds[at].fd, chunk, (size_t)n, MSG_NOSIGNAL) == n ? 0 : -1;
}

int main(int argc, char **argv) {
  static struct server srv;
  int door = argc > 1 ? listen_at((uint16_t)atoi(argv[1])) : -1;
  if (door == -1) {
    perror("listen");
    return 1;
  }
  server_add(&srv, door);
  while (poll(srv.fds, (nfds_t)srv.count, -1) >= 0 || errno == EINTR) {
    for (int i = srv.count - 1; i > 0; i--) {
      if (srv.fds[i].revents == 0) continue;
      if (handle(&srv, i) != 0) server_remove(&srv, i);
    }
    if (srv.fds[0].revents & POLLIN) {
      int conn = accept(door, NULL, NULL);
      if (conn >= 0) server_add(&srv, conn);
    }
  }
  return 1;
}
