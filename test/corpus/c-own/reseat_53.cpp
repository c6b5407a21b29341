#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

class Socket {
public:
    Socket() = default;
    explicit Socket(int fd) : fd_(fd) {}
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;
    Socket(Socket &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket &operator=(Socket &&other) noexcept
    {
        fd_ = std::exchange(other.fd_, -1);
        return *this;
    }
    ~Socket()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    int get() const { return fd_; }

private:
    int fd_ = -1;
};

static Socket listenOn(unsigned short port)
{
    Socket s(::socket(AF_INET, SOCK_STREAM, 0));
    sockaddr_in a{};
    int on = 1;
    a.sin_family = AF_INET;
    a.sin_port = htons(port);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::setsockopt(s.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(s.get(), reinterpret_cast<sockaddr *>(&a), sizeof a) < 0 || ::listen(s.get(), 16) < 0)
        throw std::runtime_error("listen");
    return s;
}

int main(int argc, char **argv)
{
    Socket server = listenOn(static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 7110));
    Socket client;
    std::array<char, 512> buf;

    for (;;) {
        client = Socket(::accept(server.get(), nullptr, nullptr));
        ssize_t n;
        while ((n = ::recv(client.get(), buf.data(), buf.size(), 0)) > 0)
            ::send(client.get(), buf.data(), static_cast<size_t>(n), MSG_NOSIGNAL);
        client = Socket();
    }
}
