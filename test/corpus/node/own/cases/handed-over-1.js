const { fork } = require('node:child_process');
const net = require('node:net');

if (process.argv[2] === 'worker') {
  const jobs = [];
  process.on('message', (message, socket) => {
    if (message !== 'job' || !socket) return;
    jobs.push(socket);
    socket.on('error', () => {});
  });
} else {
  const workers = [fork(__filename, ['worker']), fork(__filename, ['worker'])];
  let next = 0;
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    workers[next++ % workers.length].send('job', socket);
  });
  server.listen(process.env.PORT);
}
