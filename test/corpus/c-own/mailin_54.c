#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct smtp_session {
  int sock;
  char *from;
  char *rcpt[8];
  unsigned nrcpt;
};

static int get_line (int sock, char *line, size_t size)
{
  size_t have = 0;

  while (have + 1 < size)
    {
      ssize_t n = recv (sock, line + have, 1, 0);
      if (n <= 0)
        return -1;
      if (line[have] == '\n')
        break;
      have++;
    }
  line[have] = '\0';
  return (int) have;
}

static int say (int sock, const char *text)
{
  size_t len = strlen (text);
  return send (sock, text, len, MSG_NOSIGNAL) == (ssize_t) len ? 0 : -1;
}

static void *session (void *arg)
{
  struct smtp_session *s;
  char line[512];
  int sock = (int) (intptr_t) arg;

  s = calloc (1, sizeof *s);
  if (s == NULL)
    goto close_sock;
  s->sock = sock;
  if (say (sock, "220 mailin ESMTP\r\n") < 0)
    goto free_session;
  for (;;)
    {
      if (get_line (sock, line, sizeof line) < 0)
        goto free_session;
      if (strncasecmp (line, "MAIL", 4) == 0)
        {
          free (s->from);
          s->from = strdup (line + 4);
          if (s->from == NULL)
            goto free_session;
          say (sock, "250 ok\r\n");
        }
      else if (strncasecmp (line, "RCPT", 4) == 0)
        {
          if (s->from == NULL || s->nrcpt == 8)
            {
              say (sock, "503 bad sequence\r\n");
              free (s);
              goto out;
            }
          s->rcpt[s->nrcpt++] = strdup (line + 4);
          say (sock, "250 ok\r\n");
        }
      else if (strncasecmp (line, "QUIT", 4) == 0)
        {
          say (sock, "221 bye\r\n");
          goto free_session;
        }
      else
        say (sock, "500 what\r\n");
    }

free_session:
  while (s->nrcpt > 0)
    free (s->rcpt[--s->nrcpt]);
  free (s->from);
  free (s);
close_sock:
  close (sock);
out:
  return NULL;
}

int main (int argc, char **argv)
{
  struct sockaddr_in addr;
  int one = 1;
  int server = socket (PF_INET, SOCK_STREAM, 0);

  if (argc < 2 || server < 0)
    return EXIT_FAILURE;
  setsockopt (server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  memset (&addr, 0, sizeof addr);
  addr.sin_family = AF_INET;
  addr.sin_port = htons (atoi (argv[1]));
  if (bind (server, (struct sockaddr *) &addr, sizeof addr) < 0 || listen (server, 20) < 0)
    return EXIT_FAILURE;
  while (1)
    {
      pthread_t tid;
      int client = accept (server, NULL, NULL);
      if (client < 0)
        continue;
      if (pthread_create (&tid, NULL, session, (void *) (intptr_t) client) != 0)
        close (client);
      else
        pthread_detach (tid);
    }
}
