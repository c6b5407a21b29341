import { PassThrough } from 'node:stream';
import config from '#config';
import { download } from '#core/download';
import { retry } from '#core/retry';

async function mirror(path) {
  const sink = new PassThrough();
  sink.resume();
  const tag = await retry(() => download({ ...config.upstream, path }, sink), config.retry);
  console.log(path, tag);
}

mirror('/index/pack').catch((error) => console.error(error.message));
setInterval(() => {}, 60_000);
