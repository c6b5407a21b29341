#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <system_error>
#include <cerrno>
#include <cstdlib>
#include <unistd.h>
#include <utility>

class Socket {
public:
    Socket() noexcept = default;
    explicit Socket(int fd) : fd_(fd) {
        if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;
    Socket(Socket &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket &operator=(Socket &&other) noexcept {
        if (this != &other) {
            reset();
            fd_ = std::exchange(other.fd_, -1);
        }
        return *this;
    }
    ~Socket() { reset(); }

    void reset() noexcept {
        if (fd_ == -1) return;
        fd_ = -1;
        ::close(fd_);
    }

    Socket accept() const { return Socket(::accept(fd_, nullptr, nullptr)); }

    void listenOn(unsigned short port) {
        int one = 1;
        sockaddr_in sin{};
        sin.sin_family = AF_INET;
        sin.sin_port = htons(port);
        ::setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        if (::bind(fd_, reinterpret_cast<sockaddr *>(&sin), sizeof sin) != 0) throw std::runtime_error("bind");
        if (::listen(fd_, 16) != 0) throw std::runtime_error("listen");
    }

    std::string receive() {
        char buf[1024];
        ssize_t n = ::recv(fd_, buf, sizeof buf, 0);
        return n > 0 ? std::string(buf, static_cast<size_t>(n)) : std::string();
    }

    void sendAll(const std::string &text) { ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL); }

private:
    int fd_ = -1;
};

static void serve(Socket peer) {
    for (;;) {
        std::string request = peer.receive();
        if (request.empty()) return;
        peer.sendAll(request);
    }
}

int main(int argc, char **argv) {
    Socket door(::socket(AF_INET, SOCK_STREAM, 0));
    door.listenOn(static_cast<unsigned short>(std::atoi(argv[argc - 1])));
    for (;;) serve(door.accept());
}
