import net = require('node:net');

const buffer = Buffer.alloc(4096);
const seen: string[] = [];

const socket = net.connect({
  host: process.env.PEER_HOST,
  port: Number(process.env.PEER_PORT),
  onread: {
    buffer,
    callback(size: number, bytes: Uint8Array): boolean {
      seen.push(Buffer.from(bytes.subarray(0, size)).toString());
      return seen.length < 2;
    },
  },
});

socket.on('error', (error) => console.error(error.message));
socket.on('connect', () => socket.write('NICK bot\r\nUSER bot 0 * :bot\r\n'));
setInterval(() => console.log(seen.splice(0).join('')), 5000);
