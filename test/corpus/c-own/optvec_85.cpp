#include <algorithm>
#include <arpa/inet.h>
#include <cstdlib>
#include <memory>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace net {

struct FdCloser {
    using pointer = int;
    void operator()(int fd) const noexcept { ::close(fd); }
};

class Handle {
public:
    explicit Handle(int fd) : fd_(fd) {}
    Handle(Handle &&o) noexcept : fd_(o.fd_) { o.fd_ = -1; }
    Handle &operator=(Handle &&o) noexcept { std::swap(fd_, o.fd_); return *this; }
    ~Handle() { if (fd_ != -1) FdCloser{}(fd_); }
    operator int() const { return fd_; }
private:
    int fd_;
};

class Client {
public:
    explicit Client(int fd) : fd_(fd) {}
    int fd() const { return fd_; }

    std::optional<std::string> next()
    {
        char buf[256];
        const auto n = ::recv(fd_, buf, sizeof buf, 0);
        if (n <= 0)
            return std::nullopt;
        return std::string(buf, static_cast<std::size_t>(n));
    }

    bool say(std::string_view text) { return ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) >= 0; }
    bool gone = false;

private:
    Handle fd_;
};

int listenOn(unsigned short port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in a{};
    const int on = 1;
    a.sin_family = AF_INET;
    a.sin_port = htons(port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(fd, reinterpret_cast<sockaddr *>(&a), sizeof a) != 0 || ::listen(fd, 16) != 0)
        std::exit(1);
    return fd;
}

} // namespace net

int main(int argc, char **argv)
{
    const int listener = net::listenOn(static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 7121));
    std::vector<net::Client> clients;

    while (true) {
        std::vector<pollfd> fds{{listener, POLLIN, 0}};
        for (const auto &c : clients)
            fds.push_back({c.fd(), POLLIN, 0});
        if (::poll(fds.data(), fds.size(), -1) < 0)
            continue;
        for (std::size_t i = 0; i + 1 < fds.size(); ++i) {
            if (!fds[i + 1].revents)
                continue;
            auto &client = clients[i];
            if (auto text = client.next(); !text || !client.say(*text))
                client.gone = true;
        }
        clients.erase(std::remove_if(clients.begin(), clients.end(), [](const auto &c) { return c.gone; }),
                      clients.end());
        if (fds[0].revents & POLLIN) {
            const int fd = ::accept(listener, nullptr, nullptr);
            if (fd >= 0)
                clients.emplace_back(fd);
        }
    }
}
