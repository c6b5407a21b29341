import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

/** Where leaks are reported: the first line of each place. */
async function placesIn(text: string): Promise<string[]> {
  const source = { path: '/p/a.js', language: 'javascript' as const, text };
  const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
  return leaks.map(({ at }) => text.slice(at.start, at.end).split('\n')[0] ?? '');
}

const BODY = `
  const response = await fetch(url);
  if (!response.ok) throw new Error(response.statusText);
  return response.json();`;

const THROW = 'throw new Error(response.statusText);';

describe('what an asynchronous function throws', () => {
  it.each([
    ['a framework catches', `import app from 'framework';\napp.get('/', async (url) => {${BODY}});`],
    [
      'a framework catches, in an object',
      `import { tool } from 'tools';\nexport const t = tool({ execute: async ({ url }) => {${BODY}} });`,
    ],
    ['a factory’s caller catches', `export function client(url) { return { load: async () => {${BODY}} }; }`],
    [
      'an instance’s caller catches',
      `class Client { async load(url) {${BODY}} }\nmodule.exports = new Client();`,
    ],
  ])('%s', async (_who, text) => {
    expect(await placesIn(text)).toEqual([THROW]);
    expect(
      await placesIn(text.replace('throw', 'await response.body?.cancel();\n  if (!response.ok) throw')),
    ).toEqual([]);
  });

  it('ends the program where nobody waits for it', async () => {
    expect(await placesIn(`import bot from 'bot';\nbot.on('message', async (url) => {${BODY}});`)).toEqual(
      [],
    );
    expect(await placesIn(`import urls from 'urls';\nurls.forEach(async (url) => {${BODY}});`)).toEqual([]);
  });
});

describe('an exception that is thrown on', () => {
  const loaded = (inside: string, after: string): string => `
export async function load(url) {
  ${after === '' ? '' : 'let response;'}
  try {
    ${after === '' ? 'const ' : ''}response = await fetch(url);
    ${inside}
    return await response.json();
  } catch (error) {
    ${after}
    throw error;
  }
}`;

  it('leaves the response where its name ends', async () => {
    expect(await placesIn(loaded('if (!response.ok) throw new Error("refused");', ''))).toEqual([
      'throw new Error("refused");',
    ]);
  });

  it('leaves it where it is thrown on when the name is still there', async () => {
    expect(await placesIn(loaded('if (!response.ok) throw new Error("refused");', 'log(error);'))).toEqual([
      'throw error;',
    ]);
    expect(
      await placesIn(
        loaded('if (!response.ok) throw new Error("refused");', 'await response?.body?.cancel();'),
      ),
    ).toEqual([]);
  });

  it('leaves it in the function that a helper tries again', async () => {
    const text = `
async function again(task) { for (let i = 0; ; i++) { try { return await task(); } catch (e) { if (i > 2) throw e; } } }
export const load = (url) => again(async () => {${BODY}});`;
    expect(await placesIn(text)).toEqual([THROW]);
  });
});

describe('what unseen code gets of an exported function', () => {
  it('is not what is lost on another way', async () => {
    const text = `
export async function pass(url) {
  const response = await fetch(url);
  if (!response.ok) {
    return new Response('bad', { status: 502 });
  }
  return response;
}`;
    expect(await placesIn(text)).toEqual(["return new Response('bad', { status: 502 });"]);
  });
});

describe('requests', () => {
  const proxied = (inside: string): string => `
const http = require('http');
module.exports = (req, res, next) => {
  const asked = http.request('http://up', (answer) => {
    if (answer.statusCode === 404) {
      ${inside}
      return next();
    }
    answer.pipe(res);
  });
  asked.on('error', next);
  req.pipe(asked);
};`;

  it('have a response, whatever is piped into them', async () => {
    expect(await placesIn(proxied(''))).toEqual(['return next();']);
    expect(await placesIn(proxied('answer.resume();'))).toEqual([]);
    expect(await placesIn(proxied('asked.destroy();'))).toEqual([]);
  });

  it('are not what their response is called', async () => {
    const source = { path: '/p/a.js', language: 'javascript' as const, text: proxied('') };
    const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
    expect(leaks.map(({ name }) => name)).toEqual(['answer']);
  });

  it('whose listener takes no response are told there and nowhere else', async () => {
    const text = `
const http = require('http');
class Worker {
  ready() {
    return new Promise((resolve, reject) => {
      const asked = http.request({ path: '/health' }, () => resolve());
      asked.on('error', (error) => reject(error));
      asked.end();
    });
  }
  async wait() {
    for (;;) {
      try { await this.ready(); break; } catch (error) { if (error.code !== 'ECONNREFUSED') throw error; }
    }
  }
}
exports.Worker = Worker;`;
    expect(new Set(await placesIn(text))).toEqual(new Set(['request']));
  });
});

describe('a client that something else closes in the end', () => {
  it('is one that nobody reads', async () => {
    const text = `
const net = require('net');
const tls = require('tls');
module.exports = (runtime) => {
  function Out(config) {
    runtime.create(this, config);
    const node = this;
    let client = null;
    const setup = () => {
      if (config.tls) client = tls.connect(node.port, {}, () => { node.connected = true; });
      else client = net.connect(node.port, node.host, () => { node.connected = true; });
      client.on('error', (error) => node.log(error));
      client.on('close', () => { client.destroy(); setTimeout(setup, 1000); });
    };
    setup();
    node.on('input', (message) => {
      if (!node.connected) return;
      client.write(message.payload);
      if (node.ends === true && client) client.destroy();
    });
  }
  runtime.register('out', Out);
};`;
    const source = { path: '/p/a.js', language: 'javascript' as const, text };
    const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
    expect(leaks.map(({ kind }) => kind)).toEqual(['never-read', 'never-read']);
  });
});
