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

class Connection {
public:
    explicit Connection(int fd) : fd_(fd) {}
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection() { std::puts("gone"); }

    void echo()
    {
        char b[256];
        ssize_t n;
        while ((n = ::recv(fd_, b, sizeof b, 0)) > 0)
            ::send(fd_, b, static_cast<size_t>(n), MSG_NOSIGNAL);
    }

private:
    int fd_;
};

int main(int argc, char **argv)
{
    int l = listenOn(argc > 1 ? std::atoi(argv[1]) : 7032);
    for (;;) {
        int fd = ::accept(l, nullptr, nullptr);
        if (fd < 0)
            continue;
        Connection c(fd);
        c.echo();
    }
}
