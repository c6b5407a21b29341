import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

/** Where leaks are reported: the first line of each place. */
async function placesIn(text: string): Promise<string[]> {
  const source = { path: '/p/a.js', language: 'javascript' as const, text };
  const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
  return leaks.map(({ at }) => text.slice(at.start, at.end).split('\n')[0] ?? '');
}

const connected = (rest: string): string => `
const net = require('net'), tls = require('tls');
const { once } = require('events');
exports.open = async (options, log) => {
  let socket;
  if (options.secure) socket = tls.connect(options);
  else socket = net.connect(options);
  ${rest}
};`;

describe('a variable that holds one of two sockets', () => {
  it('waits for the one it holds', async () => {
    const tried = `
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    log(error);
  }
  throw new Error('no way there');`;
    expect(await placesIn(connected(tried))).toEqual([]);
    expect(await placesIn(connected(tried.replace('return socket', 'return 1')))).toHaveLength(2);
  });

  it('hears no failure of the other', async () => {
    const answered = (close: string): string => `
  const answer = new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.once('readable', () => resolve(socket.read()));
  });
  const text = await answer;
  ${close}
  return text;`;
    expect(await placesIn(connected(answered('socket.destroy();')))).toEqual([]);
    expect(await placesIn(connected(answered('')))).toHaveLength(2);
  });

  it('hands over whichever it is', async () => {
    const wrapped = (options: string): string => `
  socket.write('CONNECT');
  await once(socket, 'readable');
  return tls.connect(${options});`;
    expect(await placesIn(connected(wrapped('{ socket, servername: options.host }')))).toEqual([]);
    expect(await placesIn(connected(wrapped('options')))).not.toEqual([]);
  });
});

describe('a function that calls itself', () => {
  it('may go another way the next time', async () => {
    const reading = (again: string): string => `
const net = require('net');
exports.ask = (port) => {
  const socket = net.connect(port);
  function read() {
    const chunk = socket.read();
    if (chunk) take(chunk);
    else ${again};
  }
  function take(chunk) {
    if (chunk.length < 4) read();
    else socket.destroy();
  }
  socket.write('ask');
  read();
};`;
    expect(await placesIn(reading("socket.once('readable', read)"))).toEqual([]);
    expect(await placesIn(reading('undefined'))).toHaveLength(1);
  });
});

describe('a response that a helper leaves', () => {
  it('is told where the helper does, not where its caller returns', async () => {
    const text = (inside: string): string => `
class Status {
  async details() {
    const { releases } = await this.releases();
    return { latest: releases[0] };
  }
  async releases() {
    try {
      const response = await fetch('https://api.example.com/releases');
      if (!response.ok) {
        ${inside}
        return { releases: [] };
      }
      return { releases: await response.json() };
    } catch {
      return { releases: [] };
    }
  }
}
exports.status = (request, answer) => new Status().details().then((it) => answer.json(it));`;
    expect(await placesIn(text(''))).toEqual(['return { releases: [] };']);
    expect(await placesIn(text('await response.body?.cancel();'))).toEqual([]);
  });
});
