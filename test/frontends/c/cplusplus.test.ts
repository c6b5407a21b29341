import { describe, expect, it } from 'vitest';
import { findings } from './analysed.js';

const HEAD =
  '#include <sys/socket.h>\n#include <unistd.h>\n#include <thread>\n#include <memory>\n#include <vector>\n#include <string>\n';

/** A class that owns its descriptor. */
const SOCKET = `class Socket {
public:
    explicit Socket(int fd) : fd_(fd) {}
    Socket(Socket &&o) noexcept : fd_(o.fd_) { o.fd_ = -1; }
    ~Socket() { if (fd_ >= 0) ::close(fd_); }
    int get() const { return fd_; }
    int release() { int fd = fd_; fd_ = -1; return fd; }
private:
    int fd_ = -1;
};
`;

function loop(body: string, before = ''): string {
  return `${HEAD}${before}void serve(int listener) {
    for (;;) {
        int fd = ::accept(listener, nullptr, nullptr);
        if (fd < 0) continue;
        char buf[64];
        ${body}
    }
}
`;
}

type Case = readonly [name: string, body: string, before?: string];

function whole([name, body, before = '']: Case): readonly [string, string, string] {
  return [name, body, before];
}

const LEAKING: readonly Case[] = [
  ['nothing closes', '::read(fd, buf, 9);'],
  ['a condition that declares', 'while (true) { if (auto n = ::read(fd, buf, 9)) ::write(1, buf, n); }'],
  [
    'the key of a map is forgotten at EOF',
    'pending[fd] = "";\nfor (auto it = pending.begin(); it != pending.end();) {\n    if (::recv(it->first, buf, 9, 0) == 0) it = pending.erase(it);\n    else ++it;\n}',
    'std::map<int, std::string> pending;\n',
  ],
  [
    'objects without a destructor are erased from a vector',
    'all.emplace_back(fd);\nfor (auto &c : all) c.drain();\nall.erase(all.begin());',
    'namespace net { struct Client { explicit Client(int fd) : fd_(fd) {}\n int drain() { char b[9]; return ::read(fd_, b, 9); }\n int fd_; }; }\nstatic std::vector<net::Client> all;\n',
  ],
  [
    'an exception skips the close',
    'try { if (std::stoi(buf) > 0) ::write(fd, buf, 1); ::close(fd); } catch (const std::exception &) {}',
  ],
  [
    'an own function throws',
    'try { check(fd); ::close(fd); } catch (...) {}',
    'static void check(int fd) { if (fd == 7) throw 1; }\n',
  ],
  ['released from its owner and dropped', 'Socket s(fd); s.release();', SOCKET],
  [
    'an owner whose destructor is empty',
    'Holder h(fd);',
    'struct Holder { int fd; explicit Holder(int f) : fd(f) {} ~Holder() {} };\n',
  ],
  ['a lambda that only reads', 'auto look = [&](int s) { return ::read(s, buf, 9); }; look(fd);'],
  [
    'a thread that does not close',
    'std::thread(work, fd).detach();',
    'static void work(int fd) { char b[9]; while (::read(fd, b, 9) > 0) ; }\n',
  ],
];

const CLEAN: readonly Case[] = [
  [
    'the key of a map is closed',
    'pending[fd] = "";\nfor (auto it = pending.begin(); it != pending.end();) {\n    if (::recv(it->first, buf, 9, 0) > 0) { ++it; continue; }\n    ::close(it->first);\n    it = pending.erase(it);\n}',
    'std::map<int, std::string> pending;\n',
  ],
  [
    'objects with a destructor are erased from a vector',
    'all.emplace_back(fd);\nfor (auto &c : all) c.drain();\nall.erase(all.begin());',
    'namespace net { struct Client { explicit Client(int fd) : fd_(fd) {}\n ~Client() { ::close(fd_); }\n int drain() { char b[9]; return ::read(fd_, b, 9); }\n int fd_; }; }\nstatic std::vector<net::Client> all;\n',
  ],
  [
    'a map by key that others close',
    'pending.emplace(fd, 1);\nfor (auto &[key, value] : pending) ::close(key);',
    'static std::map<int, int> pending;\n',
  ],
  ['closed', '::close(fd);'],
  ['an owner', 'Socket s(fd); ::read(s.get(), buf, 9);', SOCKET],
  ['an owner in braces', 'Socket s{fd}; if (::read(s.get(), buf, 9) < 0) continue;', SOCKET],
  ['an owner moved on', 'Socket s(fd); Socket t(std::move(s));', SOCKET],
  [
    'an owner through an exception',
    'try { Socket s(fd); if (std::stoi(buf) > 0) continue; } catch (...) {}',
    SOCKET,
  ],
  [
    'a smart pointer with a deleter',
    'std::unique_ptr<int, Closer> owner(new int(fd));',
    'struct Closer { void operator()(int *p) const { ::close(*p); delete p; } };\n',
  ],
  ['a smart pointer to an owner', 'auto s = std::make_unique<Socket>(fd); ::read(s->get(), buf, 9);', SOCKET],
  [
    'a thread that closes',
    'std::thread(work, fd).detach();',
    'static void work(int fd) { char b[9]; while (::read(fd, b, 9) > 0) ; ::close(fd); }\n',
  ],
  ['a thread with a lambda that closes', 'std::thread([fd] { ::close(fd); }).detach();'],
  [
    'a member of an owner',
    'Session s(fd);',
    `${SOCKET}struct Session { Socket s; explicit Session(int fd) : s(fd) {} };\n`,
  ],
  [
    'pushed into a container of owners',
    'sessions.emplace_back(fd);',
    `${SOCKET}static std::vector<Socket> sessions;\n`,
  ],
  ['a class nobody has seen', 'Connection c(fd); c.run();'],
  [
    'closed while an exception passes',
    'try { check(fd); } catch (...) { ::close(fd); continue; } ::close(fd);',
    'static void check(int fd) { if (fd == 7) throw 1; }\n',
  ],
];

describe('C++', () => {
  it.each(LEAKING.map(whole))('reports: %s', async (_, body, before) => {
    expect(await findings(loop(body, before), 'cpp')).not.toEqual([]);
  });

  it.each(CLEAN.map(whole))('is silent: %s', async (_, body, before) => {
    const found = await findings(loop(body, before), 'cpp');
    expect(found.map(({ message }) => message)).toEqual([]);
  });
});
