import { expect, it } from 'vitest';
import { CrashLimit } from '../../src/extension/crash-limit.js';
import { statusText } from '../../src/extension/status-text.js';
import type { DocumentStatus } from '../../src/shared/protocol.js';

const ANALYSED: DocumentStatus = {
  uri: 'file:///a.c',
  version: 1,
  state: 'analysed',
  findings: 0,
  tookMs: 12.4,
};

it.each<[Partial<DocumentStatus>, string, string]>([
  [{}, 'Closewait', 'No findings in 12 ms'],
  [{ findings: 1, tookMs: 0.3 }, 'Closewait', '1 finding in <1 ms'],
  [{ findings: 5 }, 'Closewait', '5 findings in 12 ms'],
  [{ gaps: { abandoned: 0, unparsed: 0 } }, 'Closewait', 'No findings in 12 ms'],
  [
    { gaps: { abandoned: 1, unparsed: 2 } },
    'Closewait',
    'No findings in 12 ms; not read: 1 function with too many ways to follow, 2 places that do not parse',
  ],
  [
    { state: 'skipped', skip: 'too-large' },
    'Closewait: left out',
    'Not analysed: the file is larger than 1 MB.',
  ],
  [{ state: 'off' }, 'Closewait: off', 'Switched off by the setting closewait.lint.enable.'],
  [{ state: 'failed' }, 'Closewait: failed', 'The analysis of this file failed; the log says how.'],
])('the language status of %j is "%s", "%s"', (status, text, detail) => {
  expect(statusText('running', { ...ANALYSED, ...status })).toMatchObject({ text, detail, busy: false });
});

it('says so when the server starts, has nothing to tell, or is gone', () => {
  expect(statusText('starting', undefined)).toMatchObject({ busy: true, detail: 'Starting…' });
  expect(statusText('running', undefined)).toMatchObject({ busy: false, detail: '' });
  expect(statusText('stopped', ANALYSED)).toMatchObject({ severity: 'error', text: 'Closewait: stopped' });
});

it('restarts a server that crashes four times in three minutes, not five times', () => {
  const limit = new CrashLimit();
  expect([0, 1, 2, 3, 4].map((s) => limit.crashed(s * 1000))).toEqual([true, true, true, true, false]);
  limit.reset();
  expect(limit.crashed(5000)).toBe(true);
});

it('forgets crashes of long ago', () => {
  const limit = new CrashLimit();
  expect([0, 1, 2, 3, 4, 5, 6].map((minutes) => limit.crashed(minutes * 60_000))).not.toContain(false);
});
