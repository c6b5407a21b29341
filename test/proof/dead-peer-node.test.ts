import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.js';
import { applyEdits } from '../../src/shared/span.js';
import { RUNTIMES } from './node-ground.js';

const PORT = '7000';
const SERVER = `import { createServer } from 'node:net';

createServer((socket) => {
  socket.on('error', () => {});
  socket.pipe(socket);
}).listen(${PORT});
`;
/** Keepalive gives up after its delay and ten probes a second apart; a second stands for the minute of the repairs. */
const SECONDS = '16';

const cannot = spawnSync('unshare', ['-n', 'true']).status !== 0;
const ground = mkdtempSync(join(tmpdir(), 'closewait-dead-peer-'));

/** The server after each repair that is offered for it, by what the repair's title has in it. */
async function repaired(word: string): Promise<string> {
  const source = { path: '/proof/server.mjs', language: 'javascript' as const, text: SERVER };
  const { findings } = await analyze(source, { read: () => undefined }, { strict: true });
  const repairs = findings.flatMap(({ rule, repairs }) => (rule === 'detect-dead-peer' ? repairs : []));
  const repair = repairs.find(({ title }) => title.includes(word));
  return applyEdits(SERVER, repair?.edits ?? []).replace('60_000', '1_000');
}

/** How many sockets the server has once a peer is connected, and after that peer has vanished. */
function measured(name: string, text: string, runtime: string): [number, number] {
  const program = join(ground, `${name}.mjs`);
  writeFileSync(program, `#!${runtime}\n${text}`, { mode: 0o755 });
  const script = join(import.meta.dirname, 'dead-peer.py');
  const args = ['-n', 'python3', script, program, PORT, SECONDS];
  const [before = 0, after = 0] = execFileSync('unshare', args, { timeout: 60_000 })
    .toString()
    .split(' ')
    .map(Number);
  return [before, after];
}

afterAll(() => {
  rmSync(ground, { recursive: true, force: true });
});

describe.skipIf(cannot).each(Object.entries(RUNTIMES).filter(([, runtime]) => existsSync(runtime)))(
  'a peer that vanishes without a FIN, on %s',
  (version, runtime) => {
    it('is never noticed by a server that only reads and writes', () => {
      expect(measured(`plain-${version}`, SERVER, runtime)).toEqual([2, 2]);
    });

    it.each(['idle', 'keepalive'])('is noticed by the repair: %s', async (word) => {
      const text = await repaired(word);
      expect(text).toContain('1_000');
      expect(measured(`${word}-${version}`, text, runtime)).toEqual([2, 1]);
    });
  },
);
