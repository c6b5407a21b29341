import { createServer } from 'node:net';
import { LineSocket } from './lib/index';

const totals = new Map<string, number>();

createServer({ allowHalfOpen: true }, (socket) => {
  const lines = new LineSocket(socket);
  lines.on('line', (line) => {
    const [name = '', value = '0'] = line.split(' ');
    totals.set(name, (totals.get(name) ?? 0) + Number(value));
  });
  lines.on('end', () => console.log('totals', totals.size));
}).listen(Number(process.env.PORT));
