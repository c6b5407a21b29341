#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CAP 128
#define IDLE_MS 100

typedef struct {
  int fd;
  long seen;
} entry;

static entry table[CAP];
static size_t count;

static long now_ms(void) {
  struct timespec ts;
  clock_gettime(CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * 1000L + ts.tv_nsec / 1000000L;
}

static void table_remove(size_t i) {
  table[i] = table[count - 1];
  count--;
}

static void expire(void) {
  size_t i = 0;
  while (i < count) {
    if (now_ms() - table[i].seen > IDLE_MS) {
      fprintf(stderr, "fd %d idle\n", table[i].fd);
      table_remove(i);
    } else {
      i++;
    }
  }
}

static bool serve_one(entry *e) {
  char buf[256];
  ssize_t n = recv(e->fd, buf, sizeof buf, 0);
  if (n <= 0) return false;
  e->seen = now_ms();
  return send(e->fd, buf, n, MSG_NOSIGNAL) == n;
}

int main(int argc, char **argv) {
  struct sockaddr_in addr = {.sin_family = AF_INET};
  struct pollfd pfds[CAP + 1];
  int one = 1;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  addr.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7112);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&addr, sizeof addr) || listen(listener, 32)) return 1;

  while (true) {
    size_t polled = count;
    pfds[0] = (struct pollfd){.fd = listener, .events = POLLIN};
    for (size_t i = 0; i < polled; i++) pfds[i + 1] = (struct pollfd){.fd = table[i].fd, .events = POLLIN};
    int ready = poll(pfds, polled + 1, 20);
    if (ready < 0) continue;
    for (size_t i = polled; i-- > 0;) {
      if (pfds[i + 1].revents == 0) continue;
      if (!serve_one(&table[i])) {
        close(table[i].fd);
        table_remove(i);
      }
    }
    expire();
    if (pfds[0].revents & POLLIN) {
      int fd = accept(listener, NULL, NULL);
      if (fd < 0) continue;
      if (count == CAP) {
        close(fd);
        continue;
      }
      table[count++] = (entry){.fd = fd, .seen = now_ms()};
    }
  }
}
