import net from 'node:net';
import zlib from 'node:zlib';

net
  .createServer((socket) => {
    const unzip = zlib.createGunzip();
    socket.on('error', () => {});
    unzip.on('error', (err) => socket.destroy(err));
    socket.pipe(unzip);
    unzip.on('data', (d) => console.log(d.length));
  })
  .listen(process.env.PORT, '127.0.0.1');
