import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../src/frontends/front-end.js';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

const NO_FILES: Workspace = { read: () => undefined };

/** Where leaks are reported, as the text of the place. */
async function placesIn(text: string): Promise<string[]> {
  const source = { path: '/p/a.mts', language: 'typescript' as const, text };
  const { leaks } = await javascriptFrontEnd.read(source, NO_FILES, {});
  return leaks.map(({ at }) => text.slice(at.start, at.end));
}

const halfOpen = (body: string, imports = ''): string => `
import net from 'node:net';
${imports}
net.createServer({ allowHalfOpen: true }, (socket) => {
${body}
}).listen(1);`;

const accepted = (body: string, imports = ''): string =>
  halfOpen(body, imports).replace('{ allowHalfOpen: true }, ', '');

describe('events of the socket itself', () => {
  const banner = (rest: string): string =>
    `import net from 'node:net'; import { once } from 'node:events';
     const socket = net.connect(1, 'far');
     await once(socket, 'readable');
     socket.read();
     ${rest}`;

  it("wait for 'data' after 'readable' reads on", async () => {
    expect(await placesIn(banner("await once(socket, 'data');"))).toEqual([]);
    expect(await placesIn(banner(''))).toHaveLength(1);
  });

  it("resumes at 'drain'", async () => {
    const paused = (then: string): string =>
      accepted(`socket.on('data', (d) => { if (!socket.write(d)) { socket.pause(); ${then} } });`);
    expect(await placesIn(paused("socket.once('drain', () => socket.resume());"))).toEqual([]);
    expect(await placesIn(paused(''))).toHaveLength(1);
  });
});

describe('promises of other activations', () => {
  const looked = (caught: string): string =>
    accepted(
      `socket.pause();
       lookUp().then(() => { socket.resume(); }).catch((error) => { ${caught} });`,
      `import { readFile } from 'node:fs/promises';
       async function lookUp() { return JSON.parse(await readFile('/etc/x', 'utf8')); }`,
    );

  it('settle one way or the other', async () => {
    expect(await placesIn(looked('socket.destroy();'))).toEqual([]);
    expect(await placesIn(looked('console.error(error);'))).toHaveLength(1);
  });
});

describe('answers to an upgrade', () => {
  const relay = (more: string): string => `
import http from 'node:http';
http.createServer().on('upgrade', (req, socket) => {
  const upstream = http.request({ port: 2, headers: req.headers });
  upstream.on('upgrade', (res, peer) => { peer.destroy(); socket.destroy(); });
  upstream.on('error', () => socket.destroy());
  ${more}
  upstream.end();
}).listen(1);`;

  it('may be a plain response that nobody hears', async () => {
    expect(await placesIn(relay(''))).toEqual(['socket']);
  });

  it('are over when the response is that is piped into the socket', async () => {
    expect(await placesIn(relay("upstream.on('response', (answer) => { answer.pipe(socket); });"))).toEqual(
      [],
    );
  });
});

describe('bodies of fetch', () => {
  const asked = (rest: string): string =>
    `import { Readable } from 'node:stream';
     export async function ask(url: string) { const response = await fetch(url); ${rest} }`;

  it('may not exist', async () => {
    const reads = 'return response.text();';
    expect(await placesIn(asked(`if (response.body === null) return ''; ${reads}`))).toEqual([]);
    expect(await placesIn(asked(`if (!response.ok) return ''; ${reads}`))).toHaveLength(1);
  });

  it('stay what they are as a stream of Node.js', async () => {
    const open = 'const body = Readable.fromWeb(response.body);';
    expect(
      await placesIn(asked(`${open} if (!response.ok) { body.destroy(); return; } body.resume();`)),
    ).toEqual([]);
    expect(await placesIn(asked(`${open} if (!response.ok) { return; } body.resume();`))).toHaveLength(1);
  });
});

describe('classes and modules of the runtime', () => {
  it('a console reads its input and tells its end', async () => {
    const served = (exit: string): string =>
      halfOpen(
        `const shell = repl.start({ prompt: '> ', input: socket, output: socket });
         shell.on('exit', () => { ${exit} });`,
        "import repl from 'node:repl';",
      );
    expect(await placesIn(served('socket.end();'))).toEqual([]);
    expect(await placesIn(served('console.log();'))).toHaveLength(1);
  });

  it("an agent's own createConnection is called", async () => {
    const agent = (refused: string): string => `
import http from 'node:http'; import net from 'node:net';
class Agent extends http.Agent {
  createConnection(options, callback) {
    const socket = net.connect(1, 'proxy');
    socket.once('readable', () => {
      const head = String(socket.read());
      if (!head.includes(' 200 ')) { ${refused} return callback(new Error(head)); }
      callback(null, socket);
    });
  }
}
http.get({ agent: new Agent(), path: '/' }, (res) => res.resume());`;
    expect(await placesIn(agent('socket.destroy();'))).toEqual([]);
    expect(await placesIn(agent(''))).toHaveLength(1);
  });

  it('HTTP/2 servers upgrade where they speak HTTP/1, too', async () => {
    const server = (options: string): string =>
      `import http2 from 'node:http2'; http2.createSecureServer(${options}).on('upgrade', (req, socket) => {});`;
    expect(await placesIn(server('{ allowHTTP1: true }'))).toEqual(['socket']);
    expect(await placesIn(server('{}'))).toEqual([]);
  });

  it('a handle that is sent stays open where it is asked for', async () => {
    const sent = (options: string): string => `
import net from 'node:net'; import { fork } from 'node:child_process';
const worker = fork('./worker.mjs');
net.createServer({ pauseOnConnect: true }, (socket) => { worker.send('take', socket${options}); }).listen(1);`;
    expect(await placesIn(sent(', { keepOpen: true }'))).toHaveLength(1);
    expect(await placesIn(sent(''))).toEqual([]);
  });

  it('namespaces hold functions and options', async () => {
    const space = (end: string): string => `
import net from 'node:net';
namespace Echo {
  export const options = { allowHalfOpen: true };
  export function serve(socket) { socket.resume(); socket.on('end', () => { ${end} }); }
}
net.createServer(Echo.options, Echo.serve).listen(1);`;
    expect(await placesIn(space('socket.end();'))).toEqual([]);
    expect(await placesIn(space(''))).toHaveLength(1);
  });
});

describe('events.on', () => {
  const served = (options: string, around = ''): string =>
    halfOpen(
      `(async () => {
         try { for await (const [chunk] of on(socket, 'data'${options})) console.log(chunk); } finally { socket.end(); }
       })();`,
      `import { on } from 'node:events'; ${around}`,
    );

  it("goes on after 'end' unless it is told of it", async () => {
    expect(await placesIn(served(''))).toHaveLength(1);
    expect(await placesIn(served(", { close: ['error'] }"))).toHaveLength(1);
    expect(await placesIn(served(", { close: ['end'] }"))).toEqual([]);
  });

  it('may be ended by a signal, not by one of the whole program', async () => {
    const controller = 'const closing = new AbortController();';
    const body = served(', { signal: closing.signal }');
    expect(await placesIn(body.replace('socket) => {', `socket) => { ${controller}`))).toEqual([]);
    expect(await placesIn(served(', { signal: closing.signal }', controller))).toHaveLength(1);
  });

  it('gives the sockets of a server', async () => {
    const accepting = (end: string): string => `
import net from 'node:net'; import { on } from 'node:events';
const server = net.createServer({ allowHalfOpen: true }).listen(1);
for await (const [socket] of on(server, 'connection')) {
  socket.resume();
  socket.on('end', () => { ${end} });
}`;
    expect(await placesIn(accepting('socket.end();'))).toEqual([]);
    expect(await placesIn(accepting(''))).toHaveLength(1);
  });
});

describe('checkContinue', () => {
  const asked = (refused: string): string => `
import http from 'node:http';
http.createServer().on('checkContinue', (req, res) => {
  if (Number(req.headers['content-length']) > 1000) { ${refused} return; }
  res.writeContinue();
  req.resume();
  req.on('end', () => res.end());
}).listen(1);`;

  it('has to be answered: the client has something to send', async () => {
    expect(await placesIn(asked(''))).toEqual(['return;']);
    expect(await placesIn(asked('res.writeHead(417).end();'))).toEqual([]);
    expect(await placesIn(asked('refuse(res);'))).toEqual([]);
  });
});
