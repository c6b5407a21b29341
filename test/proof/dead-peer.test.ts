import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.js';
import { applyEdits } from '../../src/shared/span.js';
import { C_CORPUS, lacking, warnings } from './c-ground.js';

/** The article's server with the close in place; its port is fixed. */
const SERVER = 'upper_server_25.c';
const PORT = '8000';
const cannot = lacking() !== undefined || spawnSync('unshare', ['-n', 'true']).status !== 0;
const ground = mkdtempSync(join(tmpdir(), 'closewait-dead-peer-'));

async function repaired(text: string): Promise<string> {
  const source = { path: `/proof/${SERVER}`, language: 'c' as const, text };
  const { findings } = await analyze(source, { read: () => undefined }, { strict: true });
  const [repair] = findings.find(({ rule }) => rule === 'detect-dead-peer')?.repairs ?? [];
  return applyEdits(text, repair?.edits ?? []);
}

/** How many sockets the server has once a peer is connected, and seconds after that peer has vanished. */
function measured(name: string, text: string): [number, number] {
  const source = join(ground, `${name}.c`);
  writeFileSync(source, text);
  execFileSync('gcc', ['-w', '-o', join(ground, name), source]);
  const script = join(import.meta.dirname, 'dead-peer.py');
  const args = ['-n', 'python3', script, join(ground, name), PORT];
  const [before = 0, after = 0] = execFileSync('unshare', args, { timeout: 30_000 })
    .toString()
    .split(' ')
    .map(Number);
  return [before, after];
}

describe.skipIf(cannot)('a peer that vanishes without a FIN', () => {
  const text = readFileSync(join(C_CORPUS, SERVER), 'utf8');
  afterAll(() => {
    rmSync(ground, { recursive: true, force: true });
  });

  it("is never noticed by the article's server", () => {
    expect(measured('plain', text)).toEqual([2, 2]);
  });

  it('is noticed once the advice is taken, and the descriptor is closed', async () => {
    const advised = await repaired(text);
    expect(advised).toContain('idle = 60, interval = 10, count = 3;');
    // A second stands for a minute.
    const hurried = advised.replace(
      'idle = 60, interval = 10, count = 3;',
      'idle = 1, interval = 1, count = 2;',
    );
    expect(measured('advised', hurried)).toEqual([2, 1]);
  });

  it('costs no warning of the compiler', async () => {
    const [before, after] = [join(ground, 'before.c'), join(ground, 'after.c')];
    writeFileSync(before, text);
    writeFileSync(after, await repaired(text));
    expect(await warnings(after, 'c')).toEqual(await warnings(before, 'c'));
  });
});
