const { fork } = require('child_process');
const http = require('http');
const net = require('net');

if (process.argv[2] === 'worker') {
  const app = http.createServer((req, res) => res.end('from ' + process.pid));
  process.on('message', (message, connection) => {
    if (message !== 'sticky' || !connection) return;
    app.emit('connection', connection);
    connection.resume();
  });
} else {
  const worker = fork(__filename, ['worker']);
  net
    .createServer({ pauseOnConnect: true }, (connection) => worker.send('sticky', connection))
    .listen(process.env.PORT);
}
