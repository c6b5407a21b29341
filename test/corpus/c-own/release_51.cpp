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

struct Closer {
    using pointer = int *;
    void operator()(int *p) const
    {
        ::close(*p);
        delete p;
    }
};
using Handle = std::unique_ptr<int, Closer>;

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

static void drain(Handle h)
{
    char b[128];
    while (::read(*h, b, sizeof b) > 0) {
    }
    delete h.release();
}

int main(int argc, char **argv)
{
    int l = listenOn(argc > 1 ? std::atoi(argv[1]) : 7033);
    for (;;) {
        int fd = ::accept(l, nullptr, nullptr);
        if (fd >= 0)
            drain(Handle(new int(fd)));
    }
}
