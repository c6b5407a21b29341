import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.js';
import { applyEdits } from '../../src/shared/span.js';
import { folderOf } from '../analysis/corpus/program.js';
import { C_CORPUS, lacking, warnings } from './c-ground.js';

/** The article's server with the close in place; its port is fixed. */
const SERVER = 'upper_server_25.c';
const PORT = '8000';
const cannot = lacking() !== undefined || spawnSync('unshare', ['-n', 'true']).status !== 0;
const ground = mkdtempSync(join(tmpdir(), 'closewait-dead-peer-'));

afterAll(() => {
  rmSync(ground, { recursive: true, force: true });
});

/** The text with the first of the advice's repairs whose title says so. */
async function repaired(text: string, wanted = ''): Promise<string> {
  const source = { path: `/proof/${SERVER}`, language: 'c' as const, text };
  const { findings } = await analyze(source, { read: () => undefined }, { strict: true });
  const repairs = findings.find(({ rule }) => rule === 'detect-dead-peer')?.repairs ?? [];
  const repair = repairs.find(({ title }) => title.includes(wanted));
  return applyEdits(text, repair?.edits ?? []);
}

/** How many sockets the server has once a peer is connected, and seconds after that peer has vanished. */
function measured(name: string, text: string): [number, number] {
  const source = join(ground, `${name}.c`);
  writeFileSync(source, text);
  execFileSync('gcc', ['-w', '-o', join(ground, name), source]);
  const script = join(import.meta.dirname, 'dead-peer.py');
  const args = ['-n', 'python3', script, join(ground, name), PORT];
  const [before = 0, after = 0] = execFileSync('unshare', args, { timeout: 60_000 })
    .toString()
    .split(' ')
    .map(Number);
  return [before, after];
}

describe.skipIf(cannot)('a peer that vanishes without a FIN', () => {
  const text = readFileSync(join(C_CORPUS, SERVER), 'utf8');

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

/** Reactors of epoll(7) and poll(2): connections in records, in a table by place, in the poll set itself. */
const REACTORS = ['hooktab_42', 'veneer_54', 'swapout_38'];

describe.skipIf(cannot)('a sweep by last_update', () => {
  const textOf = (name: string): string => readFileSync(join(folderOf('c-own'), `${name}.c`), 'utf8');

  it.each(REACTORS)('closes what fell silent: %s', async (name) => {
    const swept = await repaired(textOf(name), 'last_update');
    expect(swept).toContain('IDLE_SECONDS = 60');
    expect(measured(`${name}-plain`, textOf(name))).toEqual([2, 2]);
    expect(measured(name, swept.replace('IDLE_SECONDS = 60', 'IDLE_SECONDS = 1'))).toEqual([2, 1]);
  });

  it.each(REACTORS)('costs no warning of the compiler: %s', async (name) => {
    const [before, after] = [join(ground, `${name}-before.c`), join(ground, `${name}-after.c`)];
    writeFileSync(before, textOf(name));
    writeFileSync(after, await repaired(textOf(name), 'last_update'));
    expect(await warnings(after, 'c')).toEqual(await warnings(before, 'c'));
  });
});
