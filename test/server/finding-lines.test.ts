import { expect, test } from 'vitest';
import { analyze } from '../../src/analysis/analyze.js';
import { findingLines } from '../../src/server/finding-lines.js';

test('files are told with line and rule; those that cannot be read or are not understood are left out', async () => {
  const texts: Record<string, string> = {
    '/p/a.js': `const net = require('net');\n\nnet.createServer((socket) => {\n  socket.write('x');\n});\n`,
    '/p/b.txt': 'x',
  };
  const workspace = { read: (path: string) => texts[path] };
  const lines = await findingLines(['/p/gone.js', '/p/b.txt', '/p/a.js'], analyze, workspace);
  expect(lines.map(({ file, line, rule }) => [file, line, rule])).toEqual([
    ['/p/a.js', 3, 'no-unread-socket'],
  ]);
});
