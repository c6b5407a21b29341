'use strict';

const net = require('net');
const repl = require('repl');

/**
 * Operators' console of the job runner: `nc 127.0.0.1 $PORT`.
 */
const state = { jobs: 3, failed: 0, since: Date.now() };

const commands = {
  uptime: {
    help: 'seconds since the start',
    action() {
      this.output.write(`${((Date.now() - state.since) / 1000).toFixed(1)} s\n`);
      this.displayPrompt();
    },
  },
};

function openConsole(socket) {
  const console_ = repl.start({ prompt: 'runner> ', input: socket, output: socket, terminal: false });
  for (const [name, command] of Object.entries(commands)) console_.defineCommand(name, command);
  console_.on('error', (error) => process.stderr.write(`${error.message}\n`));
  Object.assign(console_.context, { state });
  console_.on('exit', () => {
    process.stdout.write('console left\n');
    socket.end();
  });
}

const server = net.createServer({ allowHalfOpen: true });

server.on('connection', (socket) => {
  socket.on('error', (error) => process.stderr.write(`${error.message}\n`));
  openConsole(socket);
});

server.listen(Number(process.env.PORT), '127.0.0.1');
