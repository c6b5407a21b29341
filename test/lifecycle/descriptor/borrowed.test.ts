import { describe, expect, it } from 'vitest';
import { leaksOf } from './leaks.js';

/** An event loop that keeps its sockets in a table and reads one of them. */
const loop = (body: string, functions = '') => `fn main()
again:
  wait
  fd = ::ready[].fd
  if ?new goto new
${body}
  goto again
new:
  open c = accept
  if c < 0 goto again
  ::ready[].fd = c
  goto again
${functions}`;

describe('sockets fetched from a table', () => {
  it('tells EOF that nobody answers', () => {
    const text = loop(`  done = 0
more:
  n = read fd
  if n > 0 goto more
  if n == 0 goto out
  done = 1
out:
  if done == 0 goto again
  close fd`);
    expect(leaksOf(text)).toEqual(['fd-eof-ignored 10']);
    expect(leaksOf(text.replace('  if n == 0 goto out\n', ''))).toEqual([]);
  });

  it('is silent when EOF is noted where others can see it', () => {
    expect(leaksOf(loop('  n = read fd\n  if n > 0 goto again\n  ::dead[] = 1'))).toEqual([]);
  });

  it('is silent when an unknown function gets the number', () => {
    expect(leaksOf(loop('  n = read fd\n  if n > 0 goto again\n  call retire(fd)'))).toEqual([]);
  });

  it('tells a loop that reads on', () => {
    expect(leaksOf(loop('more:\n  n = read fd\n  if n >= 0 goto more\n  close fd'))).toEqual([
      'fd-eof-loop 8',
    ]);
  });

  it('is silent about descriptors that are no sockets', () => {
    expect(leaksOf('fn drain(p)\nmore:\n  n = read p\n  if n > 0 goto more\n  return')).toEqual([]);
  });

  it('does not take the listener for a second name', () => {
    const body = (test: string) => `  if same fd l goto new
  n = read fd
  ${test}
  close fd`;
    expect(leaksOf(loop(body('if n >= 0 goto again')))).toEqual(['fd-eof-ignored 8']);
    expect(leaksOf(loop(body('if n > 0 goto again')))).toEqual([]);
  });

  it('follows EOF up to the caller', () => {
    const handler = 'fn on_readable(s)\n  n = read s\n  return n';
    const body = (test: string) => `  n = call on_readable(fd)\n${test}\n  close fd`;
    expect(leaksOf(loop(body('  if n > 0 goto again'), handler))).toEqual([]);
    expect(leaksOf(loop(body('  if n >= 0 goto again'), handler))).toEqual(['fd-eof-ignored 7']);
  });

  it('knows which events a FIN raises', () => {
    const handler = 'fn on_readable(s)\nmore:\n  n = read s\n  if n > 0 goto more\n  return';
    const body = (mask: string) => `  call on_readable(fd)
  if events ev ${mask} goto bye
  goto again
bye:
  close fd`;
    expect(leaksOf(loop(body('HUP,ERR'), handler))).toEqual(['fd-eof-ignored 7']);
    expect(leaksOf(loop(body('RDHUP,HUP'), handler))).toEqual([]);
  });
});

describe('records that are let go', () => {
  const handler = (end: string) => `fn on_readable(p)
  type p conn
  n = read p.fd
  if n <= 0 goto gone
  return
gone:
${end}`;
  const body = '  type q conn\n  q.fd = fd\n  call on_readable(&q)';

  it('tells a record freed with the descriptor open', () => {
    expect(leaksOf(loop(body, handler('  free p')))).toEqual(['fd-record-dropped 21']);
    expect(leaksOf(loop(body, handler('  close p.fd\n  free p')))).toEqual([]);
  });

  it('tells a number that is forgotten', () => {
    expect(leaksOf(loop(body, handler('  p.fd = -1')))).toEqual(['fd-record-dropped 21']);
    expect(leaksOf(loop(body, handler('  x = p.fd\n  p.fd = -1\n  close x')))).toEqual([]);
  });

  it('waits for a close by a number kept elsewhere', () => {
    expect(leaksOf(loop(`${body}\n  close fd`, handler('  free p')))).toEqual([]);
  });
});
