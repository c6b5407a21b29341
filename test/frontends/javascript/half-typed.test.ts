import { describe, expect, it } from 'vitest';
import { javascriptFrontEnd } from '../../../src/frontends/javascript/index.js';

async function leaks(text: string): Promise<{ kind: string; place: string }[]> {
  const source = { path: '/p/a.ts', language: 'typescript' as const, text };
  const unit = await javascriptFrontEnd.read(source, { read: () => undefined }, {});
  return unit.leaks.map(({ kind, at }) => ({ kind, place: text.slice(at.start, at.end) }));
}

const LEAK = `net.createServer((first) => {
  first.write('x');
});
`;
const FOUND = { kind: 'never-read', place: 'first' };

describe('beside a half-typed', () => {
  it.each([
    ['line', 'const a = b.;'],
    ['call', 'foo(bar, '],
    ['condition', 'if (a &&'],
    ['import', "import { a, from 'b';"],
    ['function', 'function take(socket) {\n  if (socket) {\n    socket.end();\n}\n'],
    ['class', 'class Session {\n  constructor(socket) {\n    this.socket = \n  }\n  close( {\n  }\n}\n'],
    ['string', "const name = 'abc\n"],
    ['template', 'const name = `abc\n'],
    [
      'handler',
      "net.createServer((second) => {\n  second.on('data', (d) => {\n    second.write(\n  });\n});\n",
    ],
    ['pair of lines', 'const a = ;\nconst b = 1;\nlet = ;\n'],
  ])('%s the rest is understood', async (_what, code) => {
    expect(await leaks(`import net from 'node:net';\n${LEAK}${code}`)).toEqual([FOUND]);
    expect(await leaks(`import net from 'node:net';\n${code}\n${LEAK}`)).toEqual([FOUND]);
  });
});

describe('what a half-typed part may name is in its hands', () => {
  it.each(['s.on(', 'pass(s, ', 'if (s.', 'const n = 1 +;', 'this.on('])(
    'all that the function around has: %s',
    async (line) => {
      const text = (code: string): string => `import net from 'node:net';
net.createServer((s) => {
  s.write('x');
  ${code}
  console.log('done');
});
${LEAK}`;
      expect(await leaks(text(''))).toMatchObject([{ place: 's' }, FOUND]);
      expect(await leaks(text(line))).toEqual([FOUND]);
    },
  );

  it('a name that is not written out', async () => {
    const text = (tail: string): string => `import net from 'node:net';
const socket = net.connect(1);
socket.write('x');
${tail}`;
    expect(await leaks(text(''))).toMatchObject([{ kind: 'never-read' }]);
    expect(await leaks(text('if (sock'))).toEqual([]);
  });

  it('a collection it is kept in', async () => {
    const text = (tail: string): string => `import net from 'node:net';
const all = new Set();
net.createServer((s) => {
  all.add(s);
  s.write('x');
});
${tail}`;
    expect(await leaks(text(''))).toMatchObject([{ kind: 'never-read' }]);
    expect(await leaks(text('for (const s of all) s.'))).toEqual([]);
  });

  it('a function it calls, with whatever', async () => {
    const text = (line: string): string => `import net from 'node:net';
const s = net.connect(1);
function read() {
  s.resume();
}
${line}
s.write('x');
`;
    expect(await leaks(text(''))).toMatchObject([{ kind: 'never-read' }]);
    expect(await leaks(text('when(read, '))).toEqual([]);
  });
});

describe('nothing is claimed', () => {
  it.each([
    ['of a branch whose head is broken', 'if (f()) {\n    s.resume();\n  } else if (\n    return;\n  }'],
    ['of a block that lacks its end', 'if (f()) {\n    s.resume();\n  s.write();'],
    ['of a chain', 's\n    .on(\n    .resume();'],
    [
      'of what throws',
      "try {\n    s.write(g('x'));\n    s.resume();\n  } catch {\n    return;\n  }\n  a b c;",
    ],
  ])('%s', async (_what, body) => {
    expect(await leaks(`import net from 'node:net';\nnet.createServer((s) => {\n  ${body}\n});\n`)).toEqual(
      [],
    );
  });

  it('of a text that is broken all over', async () => {
    const text = `import net from 'node:net';\n${LEAK}${'a b;\n'.repeat(10)}`;
    expect(await leaks(text)).toEqual([]);
    expect(await leaks('import net from "net"; net.createServer((s) => {')).toEqual([]);
    expect(await leaks(`import net from 'net';\n${'('.repeat(20_000)}`)).toEqual([]);
  });
});
