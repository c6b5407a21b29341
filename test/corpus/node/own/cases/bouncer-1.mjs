import net from 'node:net';

/**
 * TCP front of the lobby. Addresses that misbehaved are held back for a while.
 */
class Lobby {
  static #always = new net.BlockList();
  static {
    Lobby.#always.addAddress('127.0.0.1');
    Lobby.#always.addSubnet('203.0.113.0', 24);
  }

  #strikes = new Map();
  #guests = new Set();
  #server = net.createServer(this.#welcome.bind(this));

  stats = { admitted: 0, held: 0 };

  #held(address, family) {
    const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
    if (Lobby.#always.check(plain, net.isIPv6(plain) ? 'ipv6' : 'ipv4')) return true;
    return (this.#strikes.get(`${family}/${plain}`) ?? 0) > 3;
  }

  #welcome(socket) {
    const { remoteAddress = '', remoteFamily } = socket;
    socket.setNoDelay(true).setKeepAlive(true, 30_000);
    socket.on('error', (error) => console.debug(error.code));

    if (this.#held(remoteAddress, remoteFamily)) {
      this.stats.held += 1;
      return;
    }

    this.stats.admitted += 1;
    this.#guests.add(socket);
    socket.on('data', (chunk) => this.#broadcast(socket, chunk));
    socket.on('close', () => this.#guests.delete(socket));
  }

  #broadcast(from, chunk) {
    for (const guest of this.#guests) if (guest !== from) guest.write(chunk);
  }

  open(port) {
    this.#server.listen(port, () => console.log('lobby open'));
  }
}

new Lobby().open(Number(process.env.PORT));
