import { createServer, type Socket } from 'node:net';

type Dialogue = Generator<string, void, string>;

function* dialogue(): Dialogue {
  let line = yield '220 sink';
  while (line !== 'QUIT') {
    if (/^(HELO|EHLO)/.test(line)) line = yield '250 hello';
    else if (/^(MAIL|RCPT)/.test(line)) line = yield '250 ok';
    else if (line === 'DATA') {
      line = yield '354 go ahead';
      while (line !== '.') line = yield '';
      line = yield '250 queued';
    } else line = yield '500 what?';
  }
}

function converse(socket: Socket): void {
  const steps = dialogue();
  let rest = '';
  socket.setEncoding('utf8');
  socket.write(`${steps.next().value ?? ''}\r\n`);
  socket.on('data', (text: string) => {
    const lines = (rest + text).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { done, value } = steps.next(line);
      if (done) return void socket.end('221 bye\r\n');
      if (value) socket.write(`${value}\r\n`);
    }
  });
  socket.on('end', () => {
    steps.return();
    console.log('client left');
  });
  socket.on('error', (error) => console.error(error.message));
}

createServer({ allowHalfOpen: true }, converse).listen(Number(process.env.PORT));
