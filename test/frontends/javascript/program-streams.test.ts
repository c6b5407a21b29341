import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

async function kinds(text: string): Promise<string[]> {
  const source = {
    path: '/p/main.ts',
    language: 'typescript' as const,
    text: `import net from 'node:net';\nimport { Duplex } from 'node:stream';\n${text}`,
  };
  const { leaks } = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
  return leaks.map(({ kind }) => kind);
}

const served = (code: string): string =>
  `net.createServer((s) => { s.resume(); s.on('error', () => {}); ${code} s.end(); }).listen(7000);`;

describe('more is written than a peer that stops reading takes', () => {
  it.each([
    ['at once', `s.write('x'.repeat(2e6));`],
    ['in many turns of a loop', `for (let i = 0; i < 5000; i++) s.write('x'.repeat(4000) + '\\n');`],
    ['in a template', 'for (let i = 0; i < 5000; i++) s.write(`${i} ${"x".repeat(4000)}`);'],
    ['in turns within turns', `for (let i = 0; i < 2000; i++) for (let k = 0; k < 2000; k++) s.write(name);`],
    [
      'by a generator',
      `function* rows(n) { for (let i = 0; i < n; i++) yield name; } for (const row of rows(2e6)) s.write(row);`,
    ],
  ])('%s', async (_how, code) => {
    expect(await kinds(served(code))).toEqual(['unflushed']);
  });

  it.each([
    ['a few turns', `for (let i = 0; i < 5; i++) s.write('x'.repeat(4000));`],
    ['turns nobody has counted', `for (let i = 0; i < name.length; i++) s.write('x'.repeat(4000));`],
    ['what comes behind the turns', `for (let i = 0; i < 5000; i++) name(); s.write('x'.repeat(4000));`],
  ])('but not in %s', async (_how, code) => {
    expect(await kinds(served(code))).toEqual([]);
  });
});

const wrapped = (use: string, options = ''): string => `
class Frames extends Duplex {
  constructor(private readonly socket: net.Socket) {
    super(${options});
    socket.on('data', (chunk) => this.push(chunk));
    socket.on('end', () => this.push(null));
  }
  override _read() { this.socket.resume(); }
  override _write(chunk, encoding, done) { this.socket.write(chunk, done); }
  override _final(done) { this.socket.end(done); }
}
net.createServer({ allowHalfOpen: true }, (socket) => { const frames = new Frames(socket); ${use} }).listen(7000);
`;

describe('a stream of the program that wraps a half-open socket', () => {
  it('leaves it open when nobody ends the stream', async () => {
    expect(await kinds(wrapped(`frames.on('data', (frame) => frames.write(frame));`))).toHaveLength(1);
  });

  it.each([
    ['ended', `frames.resume(); frames.on('end', () => frames.end());`, ''],
    ['the end of a pipe', `frames.pipe(frames);`, ''],
    ['not half-open itself', `frames.resume();`, '{ allowHalfOpen: false }'],
    ['in unseen hands', `unseen(frames);`, ''],
  ])('ends it when it is %s', async (_how, use, options) => {
    expect(await kinds(wrapped(use, options))).toEqual([]);
  });
});

describe('a child that is given a socket', () => {
  const started = (how: string, rest = ''): string =>
    `import { fork, spawn } from 'node:child_process';
     net.createServer({ pauseOnConnect: true }, (socket) => {
       const child = ${how}; ${rest}
     }).listen(7000);`;

  it.each([
    `spawn('cat', [], { stdio: [socket, socket, 'inherit'] })`,
    `fork('./worker.js', { stdio: ['ignore', 'inherit', 'inherit', 'ipc', socket] })`,
  ])('has a copy: %s', async (how) => {
    expect(await kinds(started(how))).toEqual(['shared-copy-kept']);
    expect(await kinds(started(how, `child.on('spawn', () => socket.destroy());`))).toEqual([]);
  });

  it('leaves the copy of the parent when it never starts', async () => {
    const rest = `child.on('spawn', () => socket.destroy()); child.on('error', console.error);`;
    const found = await kinds(started(`spawn('cat', [], { stdio: [socket, socket, 'inherit'] })`, rest));
    expect(found).toEqual(['error-path-abandons']);
  });
});
