#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SLOTS 50

typedef enum { FREE_SLOT, AWAIT_COMMAND, AWAIT_TEXT, CLOSING } state_t;

typedef struct {
  state_t state;
  int fd;
  int lines;
  size_t fill;
  char in[600];
} slot_t;

static slot_t slots[SLOTS];

static void say(slot_t *s, const char *what) { send(s->fd, what, strlen(what), MSG_NOSIGNAL); }

static ssize_t fetch(slot_t *s) {
  ssize_t n = recv(s->fd, s->in + s->fill, sizeof(s->in) - s->fill - 1, 0);
  if (n > 0) {
    s->fill += n;
    s->in[s->fill] = 0;
  }
  return n;
}

static int next_line(slot_t *s, char *line, size_t size) {
  char *end = strchr(s->in, '\n');
  if (s->fill == 0 || end == NULL) return 0;
  *end = 0;
  snprintf(line, size, "%s", s->in);
  s->fill -= end + 1 - s->in;
  memmove(s->in, end + 1, s->fill + 1);
  return 1;
}

static void advance(slot_t *s) {
  char line[600];
  ssize_t n;
  switch (s->state) {
    case AWAIT_COMMAND:
      n = fetch(s);
      if (n == 0 || (n < 0 && errno != EAGAIN)) {
        s->state = CLOSING;
        break;
      }
      while (s->state == AWAIT_COMMAND && next_line(s, line, sizeof(line))) {
        if (strcmp(line, "DATA") == 0) s->state = AWAIT_TEXT;
        else if (strcmp(line, "QUIT") == 0) s->state = CLOSING;
        else say(s, "500 what?\n");
      }
      if (s->state == AWAIT_TEXT) say(s, "354 go on\n");
      break;
    case AWAIT_TEXT:
      n = fetch(s);
      if (n < 0 && errno != EAGAIN) {
        s->state = CLOSING;
        break;
      }
      while (s->state == AWAIT_TEXT && next_line(s, line, sizeof(line))) {
        if (strcmp(line, ".") == 0) {
          say(s, "250 stored\n");
          s->state = AWAIT_COMMAND;
        } else s->lines++;
      }
      break;
    default:
      break;
  }
  if (s->state == CLOSING) {
    close(s->fd);
    s->fd = -1;
    s->state = FREE_SLOT;
  }
}

static void welcome(int door) {
  int fd = accept(door, NULL, NULL);
  if (fd < 0) return;
  fcntl(fd, F_SETFL, O_NONBLOCK);
  for (slot_t *s = slots; s < slots + SLOTS; s++) {
    if (s->state != FREE_SLOT) continue;
    memset(s, 0, sizeof(*s));
    s->fd = fd;
    s->state = AWAIT_COMMAND;
    say(s, "220 ready\n");
    return;
  }
  close(fd);
}

int main(int argc, char **argv) {
  struct sockaddr_in sa = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  int one = 1, door = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
  if (bind(door, (struct sockaddr *)&sa, sizeof(sa)) || listen(door, 16)) return 1;
  for (;;) {
    struct pollfd p[SLOTS + 1];
    slot_t *who[SLOTS + 1];
    int n = 0;
    p[n].fd = door;
    p[n++].events = POLLIN;
    for (slot_t *s = slots; s < slots + SLOTS; s++) {
      if (s->state == FREE_SLOT) continue;
      p[n].fd = s->fd;
      p[n].events = POLLIN;
      who[n++] = s;
    }
    if (poll(p, n, -1) < 1) continue;
    for (int i = 1; i < n; i++)
      if (p[i].revents) advance(who[i]);
    if (p[0].revents) welcome(door);
  }
}
