import { expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../../src/frontends/javascript/index.js';

it.each(['hasOwnProperty', 'toString', 'constructor', '__proto__'])(
  'a stream has no %s of the API tables',
  async (name) => {
    const text = `const net = require('net'); const s = net.connect(1); s.${name}('x'); s.write('x');`;
    const source = { path: '/p/a.js', language: 'javascript' as const, text };
    const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
    expect(leaks.length).toBeLessThan(2);
  },
);
