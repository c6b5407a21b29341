import { describe, expect, it } from 'vitest';
import type { Unit } from '../../../../src/frontends/front-end.js';
import { javascriptFrontEnd } from '../../../../src/frontends/javascript/index.js';

const SERVER = `const net = require('node:net');
net.createServer({ allowHalfOpen: true }, (socket) => { finish(socket); });`;

async function read(text: string, files: Readonly<Record<string, string>>): Promise<Unit> {
  const source = { path: '/p/main.js', language: 'javascript' as const, text };
  return javascriptFrontEnd.read(source, { read: (path) => files[path] }, {});
}

const CLOSES = `function finish(s) { s.on('end', () => s.end()).resume(); }`;
const LOOKS = `function finish(s) { console.log(s.remotePort); }`;

describe('a helper of a required module', () => {
  it.each([
    ['by its name', `const { finish } = require('./lib');`, 'module.exports = { finish };'],
    ['by another name', `const { close: finish } = require('./lib');`, 'exports.close = finish;'],
    ['by a path', `const finish = require('./lib').tools.finish;`, 'exports.tools = { finish };'],
    ['by a path and a name', `const { finish } = require('./lib').tools;`, 'exports.tools = { finish };'],
    ['as the module itself', `const finish = require('./lib');`, 'module.exports = finish;'],
    ['by a default', `const { finish = null } = require('./lib');`, 'exports.finish = finish;'],
    ['in a variable', `var finish = require('./lib').finish;`, 'exports.finish = finish;'],
  ])('%s', async (_, required, exported) => {
    const with_ = async (helper: string): Promise<number> => {
      const files = { '/p/lib.js': `${helper}\n${exported}` };
      return (await read(`${required}\n${SERVER}`, files)).leaks.length;
    };
    expect(await with_(LOOKS)).toBe(1);
    expect(await with_(CLOSES)).toBe(0);
  });

  it('is not what a function of that name gives', async () => {
    const text = `import net from 'node:net';
function require() { return { finish: (s) => s.destroy() }; }
const { finish } = require('./lib');
${SERVER.split('\n')[1] ?? ''}`;
    const unit = await read(text, { '/p/lib.js': `${LOOKS}\nexports.finish = finish;` });
    expect(unit.leaks).toEqual([]);
  });
});

const LEAK = `const net = require('node:net');
exports.serve = () => net.createServer({ allowHalfOpen: true }, (s) => s.on('data', () => undefined));`;
const LONG = (statements: number): string => 'step(1, 2);\n'.repeat(statements);

describe('a long module', () => {
  it('is not read where nobody asks for its names', async () => {
    const unit = await read(`const { table } = require('./long');\n${LEAK}`, {
      '/p/long.js': `${LONG(12_000)} exports.table = 1;`,
    });
    expect(unit.gaps?.abandoned).toBe(0);
    expect(unit.leaks).toHaveLength(1);
  });

  it('is not counted to the function that asks first', async () => {
    const unit = await read(
      `const { table } = require('./long');\n${LEAK.replace('=> net', '=> table && net')}`,
      { '/p/long.js': `${LONG(3_000)} exports.table = 1;` },
    );
    expect(unit.gaps?.abandoned).toBe(0);
    expect(unit.leaks).toHaveLength(1);
  });
});
