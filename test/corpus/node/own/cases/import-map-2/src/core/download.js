import http from 'node:http';
import { pipeline } from 'node:stream/promises';

export class HttpError extends Error {
  constructor(status, path) {
    super(`${path} answered ${status}`);
    this.status = status;
  }
}

const ask = (options) =>
  new Promise((resolve, reject) => {
    http.get(options, resolve).on('error', reject);
  });

/** Writes the resource at `path` into `target` and resolves with its entity tag. */
export async function download({ path, ...origin }, target) {
  const response = await ask({ ...origin, path, headers: { accept: 'application/octet-stream' } });
  if (response.statusCode >= 500) {
    response.resume();
    throw new HttpError(response.statusCode, path);
  }
  await pipeline(response, target);
  return response.headers.etag;
}
