/**
 * The programs that hold sockets for sampler.mjs, all on loopback. Each prints one line when its sockets stand.
 *   pairs N              N connections, both ends here
 *   debuggee N STUCK     holds N open accepted sockets and STUCK whose peers half-closed; the peers are in a child
 *   peers PORT N STUCK   those peers
 *   inspected N PORT     N sockets in this process, with its inspector on PORT
 */
const { spawn } = require('node:child_process');
const { connect, createServer } = require('node:net');

const [kind, ...numbers] = process.argv.slice(2);
const kept = [];
const BATCH = 200;

const programs = {
  async pairs(count) {
    await connectAll((await listen()).port, count);
  },
  async debuggee(open, stuck) {
    const { port, accepted } = await listen();
    const peers = spawn(process.execPath, [__filename, 'peers', port, open, stuck], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    // When this program ends, its peers' standard input closes, and they end too.
    kept.push(peers);
    await new Promise((resolve) => peers.stdout.once('data', resolve));
    await accepted(open + stuck);
  },
  async peers(port, open, stuck) {
    await connectAll(port, open);
    for (const socket of await connectAll(port, stuck)) socket.end();
    process.stdin.on('end', () => process.exit()).resume();
  },
  async inspected(count, inspector) {
    // Half of them accepted, half of them outgoing: all are sockets of this process.
    await connectAll((await listen()).port, count / 2);
    require('node:inspector').open(inspector, '127.0.0.1');
  },
};

function listen() {
  return new Promise((resolve) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      kept.push(socket.on('error', () => {}).resume());
    });
    const accepted = async (count) => {
      const sockets = () => kept.filter((one) => one.remotePort !== undefined).length;
      while (sockets() < count) await new Promise((next) => setTimeout(next, 20));
    };
    server.listen(0, '127.0.0.1', BATCH * 2, () => resolve({ port: server.address().port, accepted }));
  });
}

async function connectAll(port, count) {
  const sockets = [];
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(BATCH, count - sockets.length) }, () => connectOne(port));
    sockets.push(...(await Promise.all(batch)));
  }
  kept.push(...sockets);
  return sockets;
}

function connectOne(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.once('error', reject).once('connect', () => resolve(socket.resume()));
  });
}

programs[kind](...numbers.map(Number)).then(() => console.log('ready'));
