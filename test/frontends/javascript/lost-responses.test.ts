import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

/** Where leaks are reported: the first line of each place. */
async function placesIn(text: string): Promise<string[]> {
  const source = { path: '/p/a.ts', language: 'typescript' as const, text };
  const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
  return leaks.map(({ at }) => text.slice(at.start, at.end).split('\n')[0] ?? '');
}

describe('a variable that is given one response after another', () => {
  const load = (before: string): string => `
export async function load(url) {
  let response = await fetch(url);
  if (response.status === 401) {
    ${before}
    response = await fetch(url, { headers: await login() });
  }
  return response.json();
}`;

  it('loses the first where it gets the second', async () => {
    expect(await placesIn(load(''))).toEqual(['response']);
  });

  it('may be done with the first before', async () => {
    expect(await placesIn(load('await response.body?.cancel();'))).toEqual([]);
  });

  const follow = (inside: string): string => `
import { get } from 'node:https';
const ask = (url) => new Promise((resolve, reject) => get(url, (answer) => resolve(answer)).on('error', reject));
export async function follow(url) {
  let answer = await ask(url);
  while (answer.statusCode === 302) {
    ${inside}
    answer = await ask(answer.headers.location);
  }
  return answer;
}`;

  it('loses one in each round, and returns the last', async () => {
    expect(await placesIn(follow(''))).toEqual(['answer']);
    expect(await placesIn(follow('answer.resume();'))).toEqual([]);
  });

  const retry = (before: string): string => `
export async function retry(url) {
  for (let i = 0; i < 3; i++) {
    const response = await fetch(url);
    if (response.status === 503) {
      ${before}
      continue;
    }
    return response.json();
  }
  return null;
}`;

  it('ends with the round', async () => {
    expect(await placesIn(retry(''))).toEqual(['continue;']);
    expect(await placesIn(retry('void response.body?.cancel();'))).toEqual([]);
  });
});

describe('a promise that goes on with a response', () => {
  const checked = (before: string): string => `
export function checked(url) {
  return fetch(url).then((response) => {
    ${before}
    if (!response.ok) throw new Error(response.statusText);
    return response.json();
  });
}`;

  it('may reject with its body unread, for the caller to catch', async () => {
    expect(await placesIn(checked(''))).toEqual(['throw new Error(response.statusText);']);
    expect(await placesIn(checked('if (!response.ok) void response.body?.cancel();'))).toEqual([]);
  });

  const fallback = (before: string): string => `
export function either(url, other) {
  return fetch(url)
    .then((response) => {
      if (response.ok) return response;
      ${before}
      return fetch(other);
    })
    .then((response) => response.json());
}`;

  it('goes on with one or with the other', async () => {
    expect(await placesIn(fallback(''))).toHaveLength(1);
    expect(await placesIn(fallback('void response.body?.cancel();'))).toEqual([]);
  });
});

describe('a response of HTTP', () => {
  const aliased = (before: string): string => `
import http from 'http';
import https from 'https';
export function size(url) {
  const client = url.startsWith('https') ? https : http;
  return new Promise((resolve, reject) => {
    client.get(url, (response) => {
      ${before}
      resolve(response.headers['content-length']);
    }).on('error', reject);
  });
}`;

  it('is asked for by a module of another name', async () => {
    expect(await placesIn(aliased(''))).toHaveLength(1);
    expect(await placesIn(aliased('response.resume();'))).toEqual([]);
  });

  const inherited = (before: string): string => `
import { request } from 'node:https';
export abstract class Client {
  abstract send(options, callback): void;
  load(options) {
    return new Promise((resolve) => this.send(options, (response) => this.take(response, resolve)));
  }
  take(response, resolve) {
    if (response.statusCode === 404) {
      ${before}
      resolve(undefined);
      return;
    }
    response.on('data', resolve);
  }
}
export class SecureClient extends Client {
  send(options, callback) {
    request(options, callback).end();
  }
}`;

  it('is handled by what a class inherits', async () => {
    expect(await placesIn(inherited(''))).toEqual(['return;']);
    expect(await placesIn(inherited('response.resume();'))).toEqual([]);
  });

  it('has a stream of Node.js as its body with node-fetch', async () => {
    const text = (before: string): string => `
import fetch from 'node-fetch';
export async function exists(url) {
  const response = await fetch(url);
  ${before}
  return response.ok;
}`;
    expect(await placesIn(text(''))).toHaveLength(1);
    expect(await placesIn(text('response.body?.resume();'))).toEqual([]);
  });
});

describe('a private field', () => {
  const feed = (field: string, more: string): string => `
import WebSocket from 'ws';
export class Feed {
  ${field} ws: WebSocket;
  constructor(url) {
    this.ws = new WebSocket(url);
  }
  open() {
    this.ws.on('unexpected-response', (request, response) => console.error(response.statusCode));
  }
  ${more}
}`;

  it('is in no other hands', async () => {
    expect(await placesIn(feed('private', ''))).toHaveLength(1);
    expect(await placesIn(feed('public', ''))).toEqual([]);
  });

  it('can be closed by any method of its class', async () => {
    expect(await placesIn(feed('private', 'stop() { this.ws.terminate(); }'))).toEqual([]);
  });
});

describe('a request whose connection is handed out', () => {
  it('fails no more: what is left open is left by the listener', async () => {
    const text = `
import { request } from 'node:http';
import { connect } from 'node:tls';
export const tunnel = (options) => new Promise((resolve, reject) => {
  const asked = request(options);
  asked.once('connect', (response, socket) => {
    if (response.statusCode !== 200) {
      reject(new Error('refused'));
      return;
    }
    resolve(connect({ socket }));
  });
  asked.once('error', reject);
  asked.end();
});`;
    expect(await placesIn(text)).toEqual(['return;']);
  });
});
