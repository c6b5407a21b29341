#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chat {

struct Greeting {};
struct Named {
    std::string nick;
};
struct Leaving {
    std::string why;
};

using State = std::variant<Greeting, Named, Leaving>;

class Session : public std::enable_shared_from_this<Session> {
public:
    explicit Session(int fd) : fd_(fd) {}
    ~Session() { ::close(fd_); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    int fd() const noexcept { return fd_; }
    bool leaving() const noexcept { return std::holds_alternative<Leaving>(state_); }

    void on_readable()
    {
        char buf[256];
        const ssize_t n = ::recv(fd_, buf, sizeof buf, 0);
        if (n == 0) {
            state_ = Leaving{"eof"};
            return;
        }
        if (n < 0) {
            if (errno != EAGAIN)
                state_ = Leaving{std::strerror(errno)};
            return;
        }
        inbox_.append(buf, static_cast<std::size_t>(n));
        for (auto nl = inbox_.find('\n'); nl != std::string::npos; nl = inbox_.find('\n')) {
            on_line(inbox_.substr(0, nl));
            inbox_.erase(0, nl + 1);
        }
    }

private:
    void on_line(const std::string& line)
    {
        if (std::holds_alternative<Greeting>(state_)) {
            state_ = Named{line};
            say("hi " + line + "\n");
        } else if (auto* named = std::get_if<Named>(&state_)) {
            say(named->nick + ": " + line + "\n");
        }
    }

    void say(const std::string& text) { ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL); }

    int fd_;
    State state_;
    std::string inbox_;
};

class Server {
public:
    explicit Server(std::uint16_t port)
    {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        int yes = 1;
        ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        sockaddr_in sa{};
        sa.sin_family = AF_INET;
        sa.sin_port = htons(port);
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&sa), sizeof sa) < 0 || ::listen(listener_, 32) < 0)
            throw std::runtime_error("cannot listen");
    }

    void run()
    {
        for (;;) {
            std::vector<pollfd> set{{listener_, POLLIN, 0}};
            for (const auto& [fd, session] : sessions_)
                set.push_back({fd, POLLIN, 0});
            if (::poll(set.data(), set.size(), -1) < 0)
                continue;
            if (set[0].revents & POLLIN)
                admit();
            for (std::size_t i = 1; i < set.size(); ++i)
                if (set[i].revents)
                    serve(set[i].fd);
        }
    }

private:
    void admit()
    {
        const int fd = ::accept(listener_, nullptr, nullptr);
        if (fd < 0)
            return;
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
        sessions_.emplace(fd, std::make_shared<Session>(fd));
    }

    void serve(int fd)
    {
        const auto it = sessions_.find(fd);
        if (it == sessions_.end())
            return;
        it->second->on_readable();
        if (it->second->leaving())
            sessions_.erase(it);
    }

    int listener_ = -1;
    std::unordered_map<int, std::shared_ptr<Session>> sessions_;
};

} // namespace chat

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    chat::Server(static_cast<std::uint16_t>(std::atoi(argv[1]))).run();
}
