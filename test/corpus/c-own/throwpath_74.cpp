#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

static int listenOn(int port)
{
    int s = ::socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0)
        throw std::system_error(errno, std::generic_category(), "socket");
    int on = 1;
    ::setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_port = htons(static_cast<uint16_t>(port));
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(s, reinterpret_cast<sockaddr *>(&a), sizeof a) != 0 || ::listen(s, 64) != 0)
        throw std::system_error(errno, std::generic_category(), "bind");
    return s;
}

static int parse(const std::string &s)
{
    if (s.empty() || s[0] < '0' || s[0] > '9')
        throw std::invalid_argument(s);
    return s[0] - '0';
}

static void serve(int fd)
{
    char buf[64];
    ssize_t n = ::read(fd, buf, sizeof buf);
    std::string line(buf, n > 0 ? static_cast<size_t>(n) : 0);
        int k = parse(line);
        ::dprintf(fd, "%d\n", k * k);
    ::close(fd);
}

int main(int argc, char **argv)
{
    int l = listenOn(argc > 1 ? std::atoi(argv[1]) : 7031);
    for (;;) {
        int fd = ::accept(l, nullptr, nullptr);
        if (fd < 0)
            continue;
        try {
            serve(fd);
        } catch (const std::exception &e) {
            std::fprintf(stderr, "%s\n", e.what());
        }
    }
}
