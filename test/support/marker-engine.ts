import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from '../../src/analysis/engine.js';
import type { Finding, Repair } from '../../src/shared/finding.js';

/**
 * An engine for the hosts' tests: it finds words instead of sockets.
 * - `leak_fd` is a `handle-eof` error; the preferred repair, which changes the behaviour, puts `closed_fd` there.
 * - `leak_body` is a `consume-response` warning; its repair keeps the behaviour and edits two places.
 * - `advice_fd` is `detect-dead-peer`, in strict only. `crash_socket` throws. `slow_socket` takes 300 ms.
 * - `huge_socket` is a function that is given up.
 */
export const engine: Engine = async ({ text, path }, workspace, { strict }) => {
  if (text.includes('crash_socket')) throw new Error('the marker engine was told to fail');
  if (text.includes('slow_socket')) await wait(300);
  const findings = [...text.matchAll(/\b(leak_fd|leak_body|advice_fd)\b/g)].map(({ 0: word, index }) =>
    findingOf(word, index, text),
  );
  const other = path.replace(/[^/\\]*$/, 'other.c');
  const helped = workspace.read(other)?.includes('closes_all') === true;
  return {
    findings: findings.filter(({ rule }) => !helped && (strict === true || rule !== 'detect-dead-peer')),
    gaps: { abandoned: text.split('huge_socket').length - 1, unparsed: 0 },
  };
};

function findingOf(word: string, start: number, text: string): Finding {
  const span = { start, end: start + word.length };
  const opened = { span: { start: 0, end: 1 }, message: 'opened here' };
  const common = { span, evidence: [opened] };
  if (word === 'leak_body') {
    const message = 'The unread body keeps the connection; read it.';
    return {
      ...common,
      rule: 'consume-response',
      severity: 'warning',
      message,
      repairs: [safe(start, text)],
    };
  }
  if (word === 'advice_fd') {
    const message = 'A silent peer is never noticed; set a timeout.';
    return { ...common, rule: 'detect-dead-peer', severity: 'information', message, repairs: [] };
  }
  const message = 'When the peer closes, read returns 0 and this goes on; close it.';
  return {
    ...common,
    rule: 'handle-eof',
    severity: 'error',
    message,
    repairs: [otherWay(start), close(start)],
  };
}

function close(start: number): Repair {
  const edits = [{ span: { start, end: start + 7 }, text: 'closed_fd' }];
  return { title: 'Close it', preferred: true, changesBehaviour: true, edits };
}

function otherWay(start: number): Repair {
  const edits = [{ span: { start, end: start + 7 }, text: 'kept_fd' }];
  return { title: 'Keep it', preferred: false, changesBehaviour: true, edits };
}

function safe(start: number, text: string): Repair {
  const end = start + text.slice(start).search(/\r?\n|$/);
  const edits = [
    { span: { start, end: start + 9 }, text: 'read_body' },
    { span: { start: end, end }, text: '\nresume();' },
  ];
  return { title: 'Read it', preferred: true, changesBehaviour: false, edits };
}
