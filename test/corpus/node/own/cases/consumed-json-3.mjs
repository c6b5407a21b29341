import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';

async function length(url) {
  const request = http.get(url);
  const [response] = await once(request, 'response');
  return (await text(response)).length;
}

console.log(await length(`http://127.0.0.1:${process.env.PEER_PORT}/`));
setInterval(() => {}, 1000);
