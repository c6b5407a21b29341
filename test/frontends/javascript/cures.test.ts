import { describe, expect, it } from 'vitest';
import type { Workspace } from '../../../src/frontends/front-end.js';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';
import { applyEdits } from '../../../src/shared/span.js';

const NO_FILES: Workspace = { read: () => undefined };

async function read(text: string) {
  return javascriptFrontEnd.read({ path: '/p/a.js', language: 'javascript', text }, NO_FILES, {});
}

/** A proxy of the older kind: the client waits, unread, until the other side is connected. */
const PROXY = `var net = require('net');
function Proxy(port) {
  if (!(this instanceof Proxy)) return new Proxy(port);
  this.port = port;
  this.server = net.createServer(this.accept.bind(this));
}
Proxy.prototype.accept = function (client) {
  client.pause();
  this.lookup(function (err, target) {
    if (err) {
      console.error(err);
      return;
    }
    var up = net.connect(target);
    up.on('connect', function () { client.resume(); client.pipe(up); up.pipe(client); });
    up.on('error', function (e) { console.error(e.message); });
    client.on('error', function () { up.destroy(); });
  });
};
Proxy.prototype.lookup = function (done) {
  setTimeout(function () { process.env.TARGET ? done(null, Number(process.env.TARGET)) : done(new Error('none')); }, 10);
};
Proxy(80).server.listen(81);
`;

describe('a socket that is left open on two ways', () => {
  it('is told of where the partner fails, by its own name', async () => {
    const { leaks } = await read(PROXY);
    expect(leaks.map(({ kind, name, at }) => [kind, name, PROXY.slice(at.start, at.end)])).toEqual([
      ['error-path-abandons', 'client', "'error'"],
    ]);
  });

  it('is closed on both by one repair', async () => {
    const unit = await read(PROXY);
    const [repair] = unit.leaks.flatMap((leak) => unit.repairs(leak));
    const mended = applyEdits(PROXY, repair?.edits ?? []);
    expect(mended).toContain('console.error(err);\n      client.destroy();\n      return;');
    expect(mended).toContain('console.error(e.message);\n      client.destroy();');
    expect((await read(mended)).leaks).toEqual([]);
  });
});

it('a callback that gives up on a paused socket is told of where it leaves', async () => {
  const text = PROXY.replace('console.error(e.message);', 'client.destroy();');
  const { leaks } = await read(text);
  expect(leaks.map(({ kind, at }) => [kind, text.slice(at.start, at.end)])).toEqual([
    ['path-abandons', 'return;'],
  ]);
});
