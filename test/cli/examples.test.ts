import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LintResult } from '../../src/cli/lint-result.js';
import { type Bundle, bundle } from '../support/bundle.js';

let cli: Bundle;
let folder: string;

beforeAll(async () => {
  cli = await bundle('src/cli/main.ts', 'real');
  folder = mkdtempSync(join(tmpdir(), 'closewait-examples-'));
  cpSync(join(import.meta.dirname, '../../examples'), folder, { recursive: true });
});

afterAll(() => {
  cli.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function check(...args: string[]): Promise<{ status: number; results: LintResult[] }> {
  return new Promise((resolve) => {
    const line = [cli.program, 'check', '--format', 'json', ...args, '.'];
    execFile(process.execPath, line, { cwd: folder, maxBuffer: 1 << 26 }, (error, out) => {
      resolve({ status: error === null ? 0 : Number(error.code), results: JSON.parse(out) as LintResult[] });
    });
  });
}

it('finds the faults of the example servers and none in their clients', async () => {
  const { status, results } = await check();
  expect(status).toBe(1);
  const faulty = results.filter(({ messages }) => messages.length > 0).map(({ filePath }) => filePath);
  expect(faulty).toEqual([join(folder, 'c', 'server.c'), join(folder, 'node', 'server.ts')]);
  const firsts = results.flatMap(({ messages }) => messages.map(({ suggestions }) => suggestions?.[0]));
  expect(firsts).not.toContain(undefined);
});

it('finds nothing any more once every preferred repair is made', async () => {
  expect((await check('--fix-suggestions')).status).toBe(0);
  const { status, results } = await check();
  expect(status).toBe(0);
  expect(results.flatMap(({ messages }) => messages)).toEqual([]);
});
