import { describe, expect, it } from 'vitest';
import { preferred, repaired } from './marked.js';

describe('half-open sockets', () => {
  it('end where they become known', async () => {
    const text = `createServer({ allowHalfOpen: true }, («socket») => {\n  socket.on('data', echo);\n});\n`;
    expect(await preferred(text, { kind: 'eof-unhandled' })).toBe(
      `createServer({ allowHalfOpen: true }, (socket) => {\n  socket.on('end', () => socket.end());\n  socket.on('data', echo);\n});\n`,
    );
  });

  it('end in an arrow function without braces', async () => {
    const text = `createServer(o, («s») => room.join(s));`;
    expect(await preferred(text, { kind: 'eof-unhandled' })).toBe(
      `createServer(o, (s) => {\n  s.on('end', () => s.end());\n  return room.join(s);\n});`,
    );
  });

  it('follow the style of older code', async () => {
    const text = `var net = require("net")\nnet.createServer(function («c») {\n\tc.on("data", function () {})\n})\n`;
    expect(await preferred(text, { kind: 'eof-unhandled', name: 'c' })).toBe(
      `var net = require("net")\nnet.createServer(function (c) {\n\tc.on("end", function () {\n\t\tc.end()\n\t})\n\tc.on("data", function () {})\n})\n`,
    );
  });

  it('end behind the declaration of a client', async () => {
    const text = `class A {\n  open() {\n    this.s = «connect({ allowHalfOpen: true })»;\n  }\n}\n`;
    expect(await preferred(text, { kind: 'eof-unhandled', name: 'this.s' })).toContain(
      `allowHalfOpen: true });\n    this.s.on('end', () => this.s.end());\n  }`,
    );
  });

  it('come after super() in a constructor', async () => {
    const text = `class A extends B {\n  constructor(private readonly «socket»: Socket) {\n    super();\n    this.go();\n  }\n}\n`;
    expect(await preferred(text, { kind: 'eof-unhandled' })).toContain(
      `super();\n    socket.on('end', () => socket.end());\n    this.go();`,
    );
  });

  it('may instead not be half-open', async () => {
    const text = `createServer({ allowHalfOpen: true }, («socket») => {\n  go(socket);\n});\n`;
    const { repairs, texts } = await repaired(text, { kind: 'eof-unhandled' });
    const index = repairs.findIndex(({ title }) => title.includes('allowHalfOpen'));
    expect(repairs[index]).toMatchObject({ preferred: false, changesBehaviour: true });
    expect(texts[index]).toContain('allowHalfOpen: false');
  });

  it('end in a listener that only logs', async () => {
    const text = `(‹socket›) => { socket.on(«'end'», () => console.log('bye')); };`;
    expect(await preferred(text, { kind: 'end-listener-does-not-end' })).toContain(
      `socket.on('end', () => {\n  console.log('bye');\n  socket.end();\n})`,
    );
  });

  it('end with the last words of the listener', async () => {
    const text = `(‹sock›) => {\n  sock.on(«'end'», () => {\n    log();\n    sock.write('bye');\n  });\n};`;
    expect(await preferred(text, { kind: 'end-listener-does-not-end', name: 'sock' })).toContain(
      `log();\n    sock.end('bye');\n  });`,
    );
  });

  it('get a listener beside one that is given by name', async () => {
    const text = `(‹s›) => {\n  s.on('data', f).on(«'end'», onEnd);\n};`;
    expect(await preferred(text, { kind: 'end-listener-does-not-end', name: 's' })).toContain(
      `.on('end', onEnd).on('end', () => s.end());`,
    );
  });

  it('end before an early return', async () => {
    const text = `(‹s›) => {\n  s.on('end', () => {\n    if (!ok) «return»;\n    s.end('x');\n  });\n};`;
    expect(await preferred(text, { kind: 'end-listener-path', name: 's' })).toContain(
      `    if (!ok) {\n      s.end();\n      return;\n    }\n    s.end('x');`,
    );
  });

  it('end in a catch clause', async () => {
    const text = `async function f(‹s›) {\n  try {\n    s.end(await g());\n  } «catch» (err) {\n    log(err);\n  }\n}\n`;
    expect(await preferred(text, { kind: 'end-listener-path', name: 's' })).toContain(
      `    log(err);\n    s.end();\n  }\n}`,
    );
  });

  it('end in finally when a call may throw', async () => {
    const text = `const c = f();\nc.on('end', () => {\n  const reply = «apply(raw)»;\n  c.end(reply);\n});`;
    expect(await preferred(text, { kind: 'end-listener-path', name: 'c' })).toBe(
      `const c = f();\nc.on('end', () => {\n  try {\n    const reply = apply(raw);\n    c.end(reply);\n  } finally {\n    c.end();\n  }\n});`,
    );
  });

  it('end after a pipeline', async () => {
    const text = `(‹s›) => {\n  «pipeline»(s, sink, (err) => {\n    if (err) return;\n    done();\n  });\n};`;
    expect(await preferred(text, { kind: 'consumer-does-not-end', name: 's' })).toContain(
      `(err) => {\n    s.end();\n    if (err) return;`,
    );
  });

  it('end after a loop over the data', async () => {
    const text = `async (‹s›) => {\n  «for» await (const x of s) use(x);\n};`;
    expect(await preferred(text, { kind: 'consumer-does-not-end', name: 's' })).toContain(
      `use(x);\n  s.end();\n}`,
    );
  });

  it('end when the promise of the consumer is settled', async () => {
    const text = `createServer(o, (‹socket›) => {\n  «handle(socket)».then(ok, bad);\n});\nasync function handle(s) {\n  for await (const x of s) use(x);\n}\n`;
    expect(await preferred(text, { kind: 'consumer-does-not-end' })).toContain(
      `handle(socket).then(ok, bad).finally(() => socket.end());`,
    );
  });
});

describe('handlers that wait for EOF and go on', () => {
  it('end with their last words', async () => {
    const text = `createServer(o, async (‹socket›) => {\n  const n = await count(socket);\n  socket.write(n);\n});`;
    expect(await preferred(text, { kind: 'eof-unhandled' })).toContain('socket.end(n);');
  });

  it('end when their reader is done', async () => {
    const text =
      `createServer(o, (‹socket›) => {\n  serve(socket).catch(log);\n});\n` +
      `async function serve(s) {\n  await once(s, 'end');\n  s.write('x');\n}\n`;
    expect(await preferred(text, { kind: 'eof-unhandled' })).toContain(
      '.catch(log).finally(() => socket.end());',
    );
  });

  it('are left to listen where the promise is of something else', async () => {
    const text = `createServer(o, (‹socket›) => {\n  lookup(socket).catch(log);\n});\nasync function lookup(s) {\n  await sleep(1);\n}\n`;
    expect(await preferred(text, { kind: 'eof-unhandled' })).toContain(
      "socket.on('end', () => socket.end());",
    );
  });
});

describe('sockets nobody reads', () => {
  it('are read where they become known', async () => {
    const text = `const socket = «tls.connect(options)»;\nsocket.write('x');\n`;
    expect(await preferred(text, { kind: 'never-read' })).toBe(
      `const socket = tls.connect(options);\nsocket.resume();\nsocket.write('x');\n`,
    );
  });

  it('without a name are read in the chain', async () => {
    const text = `list.push(«net.connect(1)».on('error', log));`;
    expect(await preferred(text, { kind: 'never-read' })).toBe(
      `list.push(net.connect(1).resume().on('error', log));`,
    );
  });

  it('handed out by an event are read, and end with the peer when they are half-open', async () => {
    const text = `server.on('upgrade', (req, «socket») => {\n  socket.write('no');\n});`;
    expect(await preferred(text, { kind: 'handed-out-unread' })).toContain(
      `socket.resume();\n  socket.on('end', () => socket.end());\n  socket.write('no');\n`,
    );
    expect(await preferred(text, { kind: 'handed-out-unread', halfOpen: false })).toContain(
      `{\n  socket.resume();\n  socket.write('no');\n`,
    );
  });

  it('are not paused for good', async () => {
    const text = `(‹socket›) => {\n  socket.«pause»();\n};`;
    expect(await preferred(text, { kind: 'paused' })).toContain('socket.destroy();');
  });

  it('are not paused where something else resumes them', async () => {
    const text = `f(‹socket›) ;\nfunction g(socket) {\n  add(socket);\n  socket.«pause»();\n}\nother.resume();`;
    expect(await preferred(text, { kind: 'paused' })).toContain('  add(socket);\n}');
  });

  it('resume when the sink drains', async () => {
    const text = `const socket = 1;\nif (!sink.write(chunk)) socket.«pause»();`;
    expect(await preferred(text, { kind: 'paused-no-drain', detail: { sink: 'sink' } })).toBe(
      `const socket = 1;\nif (!sink.write(chunk)) {\n  socket.pause();\n  sink.once('drain', () => socket.resume());\n}`,
    );
  });

  it('are drained by their readable listener', async () => {
    const text = `import s from 's';\ns.on(«'readable'», () => {\n  s.read(1);\n});`;
    expect(await preferred(text, { kind: 'readable-not-drained', name: 's' })).toContain(
      `s.read(1);\n  while (s.read() !== null);\n});`,
    );
  });

  it('are read on by onread', async () => {
    const text = `connect({ onread: { buffer, callback(n) {\n  seen.push(n);\n  «return seen.length < 3»;\n} } });`;
    expect(await preferred(text, { kind: 'onread-stops' })).toContain('  return true;');
  });
});

describe('paths that give up', () => {
  it('destroy before the return', async () => {
    const text = `function f(‹socket›) {\n  if (bad) {\n    log();\n    «return»;\n  }\n}`;
    expect(await preferred(text, { kind: 'path-abandons' })).toContain(
      `log();\n    socket.destroy();\n    return;`,
    );
  });

  it('let an answer arrive', async () => {
    const text = `(‹socket›) => {\n  if (full) {\n    socket.write('full');\n    «return»;\n  }\n};`;
    expect(await preferred(text, { kind: 'path-abandons' })).toContain(
      `socket.write('full');\n    socket.end();\n    socket.resume();\n    return;`,
    );
  });

  it('destroy behind the last call of the path', async () => {
    const text = `(‹s›) => {\n  if (x) {\n    «warn('late')»;\n  }\n};`;
    expect(await preferred(text, { kind: 'path-abandons', name: 's' })).toContain(
      `warn('late');\n    s.destroy();\n  }`,
    );
  });

  it('destroy when an await rejects', async () => {
    const text = `async function on(‹socket›) {\n  const name = await «login(socket)»;\n  socket.write(\`a\n\${name}\`);\n}`;
    expect(await preferred(text, { kind: 'error-path-abandons' })).toBe(
      `async function on(socket) {\n  try {\n    const name = await login(socket);\n    socket.write(\`a\n\${name}\`);\n  } catch (error) {\n    socket.destroy();\n    throw error;\n  }\n}`,
    );
  });

  it('destroy the partner in an error listener', async () => {
    const text = `(‹socket›) => {\n  upstream.on(«'error'», (err) => {\n    log(err);\n  });\n};`;
    expect(await preferred(text, { kind: 'error-path-abandons' })).toContain('socket.destroy();');
  });
});

describe('pipes', () => {
  it('become pipelines, imported', async () => {
    const text = `import net from 'node:net';\nnet.createServer((‹socket›) => {\n  socket.«pipe»(parser).pipe(sink);\n});\n`;
    expect(await preferred(text, { kind: 'pipe-target-fails' })).toBe(
      `import net from 'node:net';\nimport { pipeline } from 'node:stream';\nnet.createServer((socket) => {\n` +
        `  pipeline(socket, parser, sink, (error) => {\n    if (error) socket.destroy();\n  });\n});\n`,
    );
  });

  it('use the import that is there', async () => {
    const text = `const { Transform } = require('stream');\n(‹a›) => { a.«pipe»(b); };\n`;
    const out = await preferred(text, { kind: 'pipe-target-fails', name: 'a', path: '/project/a.js' });
    expect(out).toContain(`const { Transform, pipeline } = require('stream');`);
  });

  it('use the namespace that is there', async () => {
    const text = `import * as stream from 'stream';\n(‹a›) => { a.«pipe»(b); };\n`;
    expect(await preferred(text, { kind: 'pipe-target-fails', name: 'a' })).toContain(
      'stream.pipeline(a, b, ',
    );
  });

  it('are followed by an end of the half-open source', async () => {
    const text = `(‹a›) => {\n  a.«pipe»(b);\n};`;
    expect(await preferred(text, { kind: 'pipe-one-sided', name: 'a' })).toContain(
      `a.pipe(b);\n  a.on('end', () => a.end());`,
    );
  });
});

describe('what could do harm is not offered', () => {
  it('a socket that has no name at the fault', async () => {
    expect(
      await preferred(`function f() {\n  «return»;\n}\ng(‹other›);`, { kind: 'path-abandons' }),
    ).toBeUndefined();
  });

  it('destroying what the next statements use', async () => {
    const text = `(‹socket›) => {\n  socket.«on»('error', log);\n  socket.write('x');\n};`;
    expect(await preferred(text, { kind: 'path-abandons' })).toBeUndefined();
  });

  it('ending in a listener that serves every event', async () => {
    const text = `function attach(‹socket›) {\n  for (const [event, fn] of table) socket.on(«event», (...args) => fn(socket, ...args));\n}`;
    expect(await preferred(text, { kind: 'end-listener-does-not-end' })).toContain(
      `{\n  socket.on('end', () => socket.end());\n  for`,
    );
  });

  it('discarding a body that other ways read', async () => {
    const text = `async () => {\n  const res = await ‹«fetch(url)»›;\n  if (!res.ok) throw 1;\n  return res.json();\n};`;
    expect(
      await preferred(text, { kind: 'body-unread', name: 'res', always: false, detail: { api: 'fetch' } }),
    ).toBeUndefined();
  });
});

describe('names and places', () => {
  it('what a factory returned is called as its caller calls it', async () => {
    const text =
      `function open() {\n  const socket = ‹connect(1)›;\n  return { socket, read };\n}\n` +
      `async function send() {\n  const s = open();\n  try {\n    await s.read();\n  } «catch» (err) {\n    log(err);\n  }\n}\n`;
    expect(await preferred(text, { kind: 'error-path-abandons' })).toContain(
      'log(err);\n    s.socket.destroy();',
    );
  });

  it('a response that a promise brought is called as the caller calls it', async () => {
    const text =
      `function head() {\n  return new Promise((done) => ‹request(o)›.once('response', done));\n}\n` +
      `async function check() {\n  const res = await head();\n  «return» res.statusCode;\n}\n`;
    expect(await preferred(text, { kind: 'body-unread', name: '', detail: { api: 'http' } })).toContain(
      'res.resume();\n  return res.statusCode;',
    );
  });

  it('the response is not the request that get() returns', async () => {
    const text = `const req = ‹get›(o, (res) => {\n  if (bad) {\n    «return»;\n  }\n});`;
    expect(await preferred(text, { kind: 'body-unread', name: 'req', detail: { api: 'http' } })).toContain(
      'res.resume();\n    return;',
    );
  });

  it('who may not be there to take the socket is asked for', async () => {
    const text = `(‹socket›) => {\n  const take = takers.get(key);\n  «take»?.(socket);\n};`;
    expect(await preferred(text, { kind: 'path-abandons' })).toContain(
      `  take?.(socket);\n  if (!take) socket.destroy();\n`,
    );
  });

  it('a promise that is caught gives up on the socket where it is caught', async () => {
    const text = `(‹socket›) => {\n  «serve(socket)».catch((error) => {\n    log(error);\n  });\n};`;
    expect(await preferred(text, { kind: 'error-path-abandons' })).toContain(
      `    log(error);\n    socket.destroy();\n  });`,
    );
  });

  it('what was opened for writing only is opened for reading too', async () => {
    const text = `const out = «new Socket»({ fd: 3, readable: false });\ntake(out);\n`;
    expect(await preferred(text, { kind: 'opened-paused', name: 'out' })).toBe(
      `const out = new Socket({ fd: 3, readable: true });\nout.resume();\ntake(out);\n`,
    );
  });

  it('a way out on the line of something else stays there', async () => {
    const text = `(‹socket›) => {\n  if (full) { log('full'); «return»; }\n  take(socket);\n};`;
    expect(await preferred(text, { kind: 'path-abandons' })).toContain(
      `  if (full) { log('full'); socket.destroy(); return; }\n`,
    );
  });

  it('a handler that serves one case closes in the others', async () => {
    const text = `server.on('upgrade', (req, «socket», head) => {\n  if (ok(req)) {\n    take(socket);\n  }\n});`;
    expect(await preferred(text, { kind: 'path-abandons' })).toContain(
      `take(socket);\n  } else {\n    socket.destroy();\n  }\n});`,
    );
  });

  it("a partner's error closes in its listener", async () => {
    const text = `(‹socket›) => {\n  upstream.on(«'error'», (err) => {\n    log(err);\n  });\n  upstream.end();\n};`;
    expect(await preferred(text, { kind: 'error-path-abandons' })).toContain(
      `log(err);\n    socket.destroy();\n  });\n  upstream.end();`,
    );
  });
});

describe('handlers passed by name', () => {
  it('are wrapped', async () => {
    const text = `import announce from './announce.js';\ncreateServer(«announce»).listen(1);`;
    expect(await preferred(text, { kind: 'never-read' })).toContain(
      `createServer((socket) => {\n  socket.resume();\n  announce(socket);\n}).listen(1);`,
    );
  });
});

describe('other kinds', () => {
  it('an owning listener destroys', async () => {
    const text = `server.on(«'clientError'», (err, socket) => {\n  log(err);\n});`;
    expect(await preferred(text, { kind: 'owner-does-not-close' })).toContain(
      `log(err);\n  socket.destroy();\n});`,
    );
  });

  it('an owning listener without the socket gets company outside of the loop', async () => {
    const text = `for (const e of events) {\n  app.on(«e», (...args) => count(e));\n}\n`;
    expect(await preferred(text, { kind: 'owner-does-not-close', name: '' })).toBe(
      `for (const e of events) {\n  app.on(e, (...args) => count(e));\n}\napp.on('clientError', (_error, socket) => socket.destroy());\n`,
    );
  });

  it('a timeout destroys', async () => {
    expect(await preferred(`let socket;\nsocket.«setTimeout»(1000);`, { kind: 'timeout-only-logs' })).toBe(
      `let socket;\nsocket.setTimeout(1000, () => socket.destroy());`,
    );
    expect(
      await preferred(`let socket;\nsocket.«setTimeout»(1000, () => log());`, { kind: 'timeout-only-logs' }),
    ).toBe(`let socket;\nsocket.setTimeout(1000, () => {\n  log();\n  socket.destroy();\n});`);
  });

  it.each([
    ['http', `  if (x) {\n    «return» null;\n  }`, 'res.resume();\n    return null;'],
    ['fetch', `  «const h = res.headers;»`, 'await res.body?.cancel();'],
  ])('a body of %s is consumed', async (api, fault, expected) => {
    const text = `async function f() {\n  const res = await ‹get(url)›;\n${fault}\n}`;
    expect(await preferred(text, { kind: 'body-unread', name: 'res', detail: { api } })).toContain(expected);
  });

  it('what a callback has not read of a body is discarded at its end', async () => {
    const text = `get(url, (‹«res»›) => {\n  done(res.headers);\n});`;
    expect(
      await preferred(text, { kind: 'body-unread', name: 'res', always: false, detail: { api: 'http' } }),
    ).toContain(`  done(res.headers);\n  res.resume();\n});`);
  });

  it('a destructured undici response gives its body too', async () => {
    const text = `async () => {\n  const { headers } = await «pool.request(o)»;\n  return headers;\n};`;
    expect(await preferred(text, { kind: 'body-unread', name: '', detail: { api: 'undici' } })).toContain(
      `const { headers, body } = await pool.request(o);\n  await body.dump();\n  return`,
    );
  });

  it('the copy of a handle is given up', async () => {
    const text = `(‹socket›) => {\n  const child = «spawn(cmd, { stdio: [socket] })»;\n};`;
    expect(await preferred(text, { kind: 'shared-copy-kept' })).toContain(
      `child.on('spawn', () => socket.destroy());`,
    );
  });
});

describe('a socket that depends on a request', () => {
  const proxy = (handler: string): string =>
    `function ws(‹socket›) {\n  const asked = request(o);\n  asked.on(«'error'», failed);\n${handler}}\n`;
  const leak = { kind: 'error-path-abandons', name: 'socket' } as const;

  it('is destroyed in the named listener of its error that knows it', async () => {
    const text = proxy('  function failed(error) {\n    console.error(error);\n  }\n');
    expect(await preferred(text, leak)).toContain('console.error(error);\n    socket.destroy();\n');
  });

  it('is destroyed by a listener beside one that does not', async () => {
    expect(await preferred(proxy(''), leak)).toContain(
      `asked.on('error', failed);\n  asked.on('error', function () {\n    socket.destroy();\n  });\n`,
    );
  });
});
