const net = require('net');

const quiet = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'];
const peers = {};

net
  .createServer(function (peer) {
    const key = peer.remoteAddress + ':' + peer.remotePort;
    peers[key] = peer;
    peer
      .on('data', function (bytes) {
        Object.keys(peers).forEach(function (other) {
          if (other !== key && !peers[other].destroyed) peers[other].write(bytes);
        });
      })
      .on('error', function (error) {
        if (quiet.indexOf(error.code) >= 0) return;
        console.error(error);
      })
      .on('end', function () {
        console.log('end of', key);
      });
  })
  .listen(process.env.PORT);
