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

int main(int argc, char **argv)
{
    std::map<int, std::string> pending;
    pollfd lp{listenOn(argc > 1 ? std::atoi(argv[1]) : 7034), POLLIN, 0};

    for (;;) {
        if (::poll(&lp, 1, 20) > 0) {
            int fd = ::accept(lp.fd, nullptr, nullptr);
            if (fd >= 0)
                pending[fd] = "";
        }
        for (auto it = pending.begin(); it != pending.end();) {
            char b[64];
            ssize_t n = ::recv(it->first, b, sizeof b, MSG_DONTWAIT);
            if (n == 0) {
                it = pending.erase(it);
                continue;
            }
            if (n > 0)
                it->second.append(b, static_cast<size_t>(n));
            ++it;
        }
    }
}
