import http from 'node:http';

export function subscribe(port, onReady) {
  const request = http.request({
    port,
    host: '127.0.0.1',
    path: '/events',
    headers: { Connection: 'Upgrade', Upgrade: 'tcp' },
  });
  request.on('response', (response) => response.resume());
  request.on('upgrade', (response, socket, head) => {
    socket.on('error', console.error);
    socket.on('close', () => console.log('closed'));
    socket.write('subscribe all\n');
    onReady(socket, head.length);
  });
  request.on('error', console.error);
  request.end();
}

subscribe(Number(process.env.PEER_PORT), (socket, length) => console.log(socket.remotePort, length));
setInterval(() => {}, 1000);
