#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <functional>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <vector>

class Reactor {
public:
    using Callback = std::function<void(uint32_t)>;

    Reactor() : epoll_(epoll_create1(0)), events_(64) {}
    ~Reactor() { close(epoll_); }

    void add(int fd, uint32_t mask, Callback cb) {
        epoll_event ev{};
        ev.events = mask;
        ev.data.fd = fd;
        if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &ev) == 0) callbacks_[fd] = std::move(cb);
        else ::close(fd);
    }

    void remove(int fd) {
        epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
        gone_.push_back(fd);
    }

    void run() {
        for (;;) {
            int n = epoll_wait(epoll_, events_.data(), static_cast<int>(events_.size()), -1);
            for (int i = 0; i < n; ++i) {
                auto it = callbacks_.find(events_[i].data.fd);
                if (it != callbacks_.end()) it->second(events_[i].events);
            }
            for (int fd : gone_) callbacks_.erase(fd);
            gone_.clear();
        }
    }

private:
    int epoll_;
    std::vector<epoll_event> events_;
    std::unordered_map<int, Callback> callbacks_;
    std::vector<int> gone_;
};

class EchoServer {
public:
    EchoServer(Reactor &reactor, unsigned short port) : reactor_(reactor) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        int one = 1;
        setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        sockaddr_in sin{};
        sin.sin_family = AF_INET;
        sin.sin_port = htons(port);
        if (bind(listener_, reinterpret_cast<sockaddr *>(&sin), sizeof sin) || listen(listener_, 32)) std::exit(1);
        reactor_.add(listener_, EPOLLIN, [this](uint32_t) { onAccept(); });
    }

private:
    void onAccept() {
        int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        reactor_.add(fd, EPOLLIN, [this, fd](uint32_t) { onData(fd); });
    }

    void onData(int fd) {
        char buf[2048];
        for (;;) {
            ssize_t n = ::read(fd, buf, sizeof buf);
            if (n > 0) {
                (void)!::write(fd, buf, n);
                continue;
            }
            if (n < 0 && errno == EINTR) continue;
            if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
            reactor_.remove(fd);
            ::close(fd);
            return;
        }
    }

    Reactor &reactor_;
    int listener_;
};

int main(int, char **argv) {
    Reactor reactor;
    EchoServer server(reactor, static_cast<unsigned short>(std::atoi(argv[1])));
    reactor.run();
}
