import net from 'node:net';

const out = new net.Socket({ fd: 4, readable: false, writable: true });
out.on('error', (error) => {
  console.error(error.code);
  process.exit(1);
});

let ticks = 0;
setInterval(() => {
  if (ticks < 3) out.write(`tick ${++ticks}\n`);
}, 1000);
