import { describe, expect, it } from 'vitest';
import { leaksOf } from './leaks.js';

const server = (body: string) => `fn main()
again:
  open c = accept
  if c < 0 goto again
${body}
  goto again`;

describe('the paths of one function', () => {
  it('tells the way that leaves without close', () => {
    const text = server(`  n = ?
  if n < 3 goto again
  close c`);
    expect(leaksOf(text)).toEqual(['fd-path-without-close 6']);
  });

  it('is silent when every way closes', () => {
    expect(leaksOf(server('  n = read c\n  close c'))).toEqual([]);
  });

  it('tells a socket that no path closes at its making', () => {
    expect(leaksOf(server('  n = read c'))).toEqual(['fd-never-closed 3']);
  });

  it('does not ask a failed accept to be closed', () => {
    expect(leaksOf('fn f()\n open c = accept\n if c >= 0 goto ok\n return -1\nok:\n close c')).toEqual([]);
  });

  it('leaves a socket to whoever gets it', () => {
    expect(leaksOf(server('  escape c'))).toEqual([]);
    expect(leaksOf('fn f()\n open c = accept\n return c')).toEqual([]);
    expect(leaksOf(server('  call enqueue(c)'))).toEqual([]);
    expect(leaksOf(server('  ::slots[].fd = c'))).toEqual([]);
  });

  it('follows aliases', () => {
    expect(leaksOf(server('  d = c\n  c = -1\n  close d'))).toEqual([]);
    expect(
      leaksOf(server('  d = c\n  c = -1\n  if ?x goto out\n  close d\n  goto again\nout:\n  d = 0')),
    ).toEqual(['fd-path-without-close 11']);
  });

  it('knows flags', () => {
    const text = server(`  done = 0
  if ?early goto set
  goto test
set:
  done = 1
test:
  if done == 0 goto fine
  close c
  goto again
fine:
  close c`);
    expect(leaksOf(text)).toEqual([]);
  });

  it('gives a repeated condition the same answer', () => {
    const body = `  if ?debug goto shut
  goto on
shut:
  close c
on:
  if ?debug goto again
  close c`;
    expect(leaksOf(server(body))).toEqual([]);
  });

  it('lets the end of main close what is open', () => {
    expect(leaksOf('fn main()\n open c = connect\n n = read c\n return 0')).toEqual([]);
    expect(
      leaksOf('fn main()\n call probe()\n return 0\nfn probe()\n open c = connect\n n = read c'),
    ).toEqual([]);
  });

  it('tells a connection that is made again and again', () => {
    const text = 'fn main()\nmore:\n call probe()\n goto more\nfn probe()\n open c = connect\n n = read c';
    expect(leaksOf(text)).toEqual(['fd-never-closed 6']);
  });

  it('calls shutdown without close a descriptor leak', () => {
    expect(leaksOf(server('  n = read c\n  end c'))).toEqual(['fd-shutdown-only 3']);
  });
});

describe('the end of the stream', () => {
  it('tells the loop that reads on', () => {
    const text = server(`more:
  n = read c
  if n >= 0 goto more
  close c`);
    expect(leaksOf(text)).toEqual(['fd-eof-loop 7']);
  });

  it('is silent about a loop that ends', () => {
    expect(leaksOf(server('more:\n  n = read c\n  if n > 0 goto more\n  close c'))).toEqual([]);
  });

  it('tells EOF that leaves without close, not the same way of others', () => {
    const text = server(`more:
  n = read c
  if n == 0 goto again
  if n > 0 goto more
  close c`);
    expect(leaksOf(text)).toEqual(['fd-eof-unclosed 7']);
  });

  it('tells an error that leaves without close', () => {
    const text = server(`more:
  n = read c
  if n < 0 goto again
  if n > 0 goto more
  close c`);
    expect(leaksOf(text)).toEqual(['fd-error-unclosed 7']);
  });

  it('tells a stale errno', () => {
    const text = server(`more:
  n = read c
  if n > 0 goto more
  if errno EAGAIN,EINTR goto more
  close c`);
    expect(leaksOf(text)).toEqual(['fd-eof-loop 8']);
  });

  it('tells a peek that waits for more than comes', () => {
    expect(
      leaksOf(server('more:\n  n = peek c\n  if n <= 0 goto out\n  if n < 4 goto more\nout:\n  close c')),
    ).toEqual(['fd-eof-loop 8']);
  });

  it('knows that nothing is written of nothing', () => {
    const text = server(`more:
  n = read c
  if n < 0 goto out
  w = write c n
  if same w n goto more
out:
  close c`);
    expect(leaksOf(text)).toEqual(['fd-eof-loop 7']);
  });

  it('is silent when a condition it does not know may lead out', () => {
    expect(
      leaksOf(server('more:\n  n = read c\n  if ?enough goto out\n  goto more\nout:\n  close c')),
    ).toEqual([]);
  });

  it('does not take the end of the process for an answer once others are waited for', () => {
    const text = (wait: string) => `fn main()
  open c = accept
more:
${wait}
  if ?failed goto end
  n = read c
  if n >= 0 goto more
  close c
  goto end
end:
  return 1`;
    expect(leaksOf(text('  wait'))).toEqual(['fd-eof-loop 7']);
    expect(leaksOf(text('  x = ?'))).toEqual([]);
  });
});
