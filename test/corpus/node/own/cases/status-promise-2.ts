import { request, type IncomingMessage } from 'node:http';

function head(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const req = request({ host: process.env.PEER_HOST, port: process.env.PEER_PORT, path });
    req.once('response', resolve);
    req.once('error', reject);
    req.end();
  });
}

async function check(path: string): Promise<boolean> {
  const res = await head(path);
  res.resume();
  return res.statusCode === 200;
}

for (const path of ['/a', '/b', '/c', '/d', '/e']) void check(path).then((up) => console.log(path, up));
setInterval(() => undefined, 1000);
