#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct service
{
    const char *name;
    char *const *argv;
};

static char *const cat_argv[] = { "cat", NULL };
static const struct service services[] = { { "echo", cat_argv } };

static void reap(int sig)
{
    int saved = errno;
    (void)sig;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = saved;
}

static void spawn(const struct service *sv, int fd)
{
    pid_t pid = fork();

    if (pid < 0)
    {
        perror(sv->name);
        close(fd);
        return;
    }
    if (pid == 0)
    {
        dup2(fd, STDIN_FILENO);
        dup2(fd, STDOUT_FILENO);
        if (fd > STDERR_FILENO)
            close(fd);
        execvp(sv->argv[0], sv->argv);
        _exit(127);
    }
    fprintf(stderr, "%s: pid %d\n", sv->name, (int)pid);
    close(fd);
}

int main(int argc, char **argv)
{
    struct sockaddr_in sin;
    struct sigaction sa;
    int ls, on = 1;

    memset(&sa, 0, sizeof sa);
    sa.sa_handler = reap;
    sa.sa_flags = SA_RESTART;
    sigaction(SIGCHLD, &sa, NULL);

    memset(&sin, 0, sizeof sin);
    sin.sin_family = AF_INET;
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sin.sin_port = htons(argc > 1 ? atoi(argv[1]) : 7116);
    ls = socket(PF_INET, SOCK_STREAM, IPPROTO_TCP);
    setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(ls, (struct sockaddr *)&sin, sizeof sin) < 0 || listen(ls, 8) < 0)
    {
        perror("bind");
        return 1;
    }
    for (;;)
    {
        int fd = accept(ls, NULL, NULL);
        if (fd < 0)
        {
            if (errno != EINTR)
                perror("accept");
            continue;
        }
        spawn(&services[0], fd);
    }
}
