import { connect } from 'node:net';

async function query(text: string): Promise<string[]> {
  const socket = connect({ host: '127.0.0.1', port: Number(process.env.PEER_PORT), allowHalfOpen: true });
  socket.setEncoding('utf8');
  socket.end(`${text}\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer.split('\n').filter(Boolean);
}

query('select')
  .then((rows) => console.log(rows.length))
  .catch((error: Error) => console.error(error.message));
setInterval(() => undefined, 1000);
