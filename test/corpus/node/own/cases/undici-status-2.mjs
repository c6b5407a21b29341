import { request } from 'undici';

async function exists(path) {
  const res = await request(`http://${process.env.PEER_HOST}:${process.env.PEER_PORT}${path}`);
  if (res.statusCode === 404) {
    await res.body.dump();
    return false;
  }
  await res.body.text();
  return true;
}

Promise.all(['/a', '/b', '/c', '/d', '/e'].map(exists)).then(console.log);
setInterval(() => {}, 1000);
