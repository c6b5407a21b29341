import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, stream } from 'undici';

const origin = `http://${process.env.PEER_HOST}:${process.env.PEER_PORT}`;

class Counter extends Writable {
  bytes = 0;

  _write(chunk, _encoding, done) {
    this.bytes += chunk.length;
    done();
  }
}

async function measure(path) {
  const counter = new Counter();
  let status = 0;
  await stream(`${origin}${path}`, { method: 'GET', opaque: counter }, ({ statusCode, opaque }) => {
    status = statusCode;
    return opaque;
  });
  return { status, bytes: counter.bytes };
}

async function head(client, path) {
  const { statusCode, headers, body } = await client.request({ method: 'HEAD', path });
  for await (const _ of body);
  return { statusCode, type: headers['content-type'] };
}

const client = new Client(origin);

try {
  console.log(await measure('/big'));
  await delay(100);
  console.log(await head(client, '/big'));
} catch (error) {
  console.error(error.message);
} finally {
  await client.close();
}
setInterval(() => {}, 60_000);
