#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace net {

struct Handle {
    int value = -1;
    Handle() = default;
    Handle(std::nullptr_t) {}
    explicit Handle(int fd) : value(fd) {}
    explicit operator bool() const { return value >= 0; }
    friend bool operator==(Handle a, Handle b) { return a.value == b.value; }
    friend bool operator!=(Handle a, Handle b) { return a.value != b.value; }
};

struct HandleCloser {
    using pointer = Handle;
    void operator()(Handle h) const { ::close(h.value); }
};

using UniqueHandle = std::unique_ptr<Handle, HandleCloser>;

} // namespace net

static bool greet(int fd) {
    char word[6] = {};
    ssize_t n = ::recv(fd, word, 5, 0);
    return n == 5 && std::strcmp(word, "hello") == 0;
}

static void converse(int fd) {
    char buf[512];
    for (;;) {
        ssize_t n = ::recv(fd, buf, sizeof buf, 0);
        if (n <= 0) break;
        if (::send(fd, buf, static_cast<size_t>(n), MSG_NOSIGNAL) != n) break;
    }
    ::close(fd);
}

static void admit(net::UniqueHandle guard) {
    if (!greet(guard.get().value)) {
        std::cerr << "bad greeting\n";
        return;
    }
    converse(guard.release().value);
}

int main(int argc, char **argv) {
    net::UniqueHandle door(net::Handle(::socket(AF_INET, SOCK_STREAM, 0)));
    sockaddr_in where{};
    int one = 1;
    where.sin_family = AF_INET;
    where.sin_port = htons(static_cast<uint16_t>(std::atoi(argv[1])));
    ::setsockopt(door.get().value, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (::bind(door.get().value, reinterpret_cast<sockaddr *>(&where), sizeof where) < 0) return 1;
    if (::listen(door.get().value, 16) < 0) return 1;
    while (true) {
        net::UniqueHandle peer(net::Handle(::accept(door.get().value, nullptr, nullptr)));
        if (!peer) continue;
        std::thread([p = std::move(peer)]() mutable { admit(std::move(p)); }).detach();
    }
}
