const net = require('net');
const { promisify } = require('util');

const table = { '6191, 23': 'root' };
const lookup = promisify((pair, done) => setTimeout(done, 10, null, table[pair]));

const server = net.createServer({ allowHalfOpen: true });

server.on('connection', (socket) => {
  let query = '';
  socket.setEncoding('ascii');
  socket.on('data', (text) => {
    query += text;
    if (query.length > 1000) socket.destroy();
  });
  socket.on('error', (err) => console.error(err.message));
  socket.on('end', async () => {
    const user = await lookup(query.trim());
    if (!user) return;
    socket.end(`${query.trim()} : USERID : UNIX : ${user}\r\n`);
  });
});

server.listen(process.env.PORT, () => console.log('identd'));
