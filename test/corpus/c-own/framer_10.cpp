#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

struct Header {
    std::uint8_t version;
    std::uint8_t kind;
    std::uint16_t length;
};

struct Bytes {
    std::byte* data;
    std::size_t size;
    Bytes subspan(std::size_t n) const { return {data + n, size - n}; }
};

class Connection {
public:
    explicit Connection(int fd) : fd_(fd) {}
    ~Connection() { ::close(fd_); }
    Connection(const Connection&) = delete;

    bool read_exactly(Bytes a, Bytes b)
    {
        std::size_t left = a.size + b.size;
        while (left > 0) {
            std::array<iovec, 2> iov{{{a.data, a.size}, {b.data, b.size}}};
            const ssize_t n = ::readv(fd_, iov.data(), iov.size());
            if (n < 0) {
                if (errno == EINTR)
                    continue;
                return false;
            }
            const auto got = static_cast<std::size_t>(n);
            const auto first = got < a.size ? got : a.size;
            a = a.subspan(first);
            b = b.subspan(got - first);
            left -= got;
        }
        return true;
    }

    bool write_all(const void* data, std::size_t size)
    {
        return ::send(fd_, data, size, MSG_NOSIGNAL) == static_cast<ssize_t>(size);
    }

private:
    int fd_;
};

void session(int fd)
{
    Connection conn{fd};
    Header head{};
    std::array<std::byte, 4> token{};
    while (conn.read_exactly({reinterpret_cast<std::byte*>(&head), sizeof head}, {token.data(), token.size()})) {
        if (head.version != 1)
            return;
        std::vector<std::byte> body(ntohs(head.length));
        if (!conn.read_exactly({body.data(), body.size()}, {nullptr, 0}))
            return;
        if (!conn.write_all(body.data(), body.size()))
            return;
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    const int yes = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in sa{};
    sa.sin_family = AF_INET;
    sa.sin_port = htons(static_cast<std::uint16_t>(std::atoi(argv[1])));
    if (::bind(listener, reinterpret_cast<sockaddr*>(&sa), sizeof sa) != 0 || ::listen(listener, 16) != 0)
        return 1;
    for (;;) {
        const int fd = ::accept(listener, nullptr, nullptr);
        if (fd < 0)
            continue;
        try {
            std::thread(session, fd).detach();
        } catch (...) {
            ::close(fd);
        }
    }
}
