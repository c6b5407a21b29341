import { describe, expect, it } from 'vitest';
import { leaksOf } from './leaks.js';

const serving = (functions: string, body = '  call serve(c)') => `fn main()
again:
  open c = accept
  if c < 0 goto again
${body}
  goto again
${functions}`;

describe('sockets passed to functions', () => {
  it('is silent when the callee closes on every path', () => {
    expect(leaksOf(serving('fn serve(fd)\n n = read fd\n if n < 0 goto out\nout:\n close fd'))).toEqual([]);
  });

  it('blames the path of the callee that does not close', () => {
    const text = serving(`fn serve(fd)
  f = ?
  if f >= 0 goto ok
  return
ok:
  close fd`);
    expect(leaksOf(text)).toEqual(['fd-path-without-close 10']);
  });

  it('blames the caller when the callee only borrows', () => {
    const text = serving('fn greet(fd)\n w = write fd k', '  call greet(c)\n  if ?bad goto again\n  close c');
    expect(leaksOf(text)).toEqual(['fd-path-without-close 6']);
  });

  it('tells apart what a callee does by what it returns', () => {
    const callee = `fn serve(fd)
  if ?ok goto fine
  return -1
fine:
  close fd
  return 0`;
    expect(leaksOf(serving(callee, '  r = call serve(c)\n  if r == 0 goto again\n  close c'))).toEqual([]);
    const wrong = serving(callee, '  r = call serve(c)\n  if r < 0 goto again\n  goto again');
    expect(leaksOf(wrong)).toEqual(['fd-path-without-close 11']);
  });

  it('knows a queue that takes only what fits', () => {
    const queue = `fn enqueue(fd)
  if ?full goto full
  ::q.items[] = fd
  return 0
full:
  return -1`;
    const dropped = serving(
      queue,
      '  r = call enqueue(c)\n  if r < 0 goto full\n  goto again\nfull:\n  x = ?',
    );
    expect(leaksOf(dropped)).toEqual(['fd-path-without-close 9']);
    expect(leaksOf(serving(queue, '  r = call enqueue(c)\n  if r == 0 goto again\n  close c'))).toEqual([]);
  });

  it('follows EOF out of a reading helper', () => {
    const helper = `fn rx(fd, got)
  n = read fd
  if n < 0 goto bad
  got.* = n
  return 0
bad:
  return -1`;
    const body = 'more:\n  r = call rx(c, &n)\n  if r == 0 goto more\n  close c';
    expect(leaksOf(serving(helper, body))).toEqual(['fd-eof-loop 7']);
    const tested = 'more:\n  r = call rx(c, &n)\n  if r < 0 goto out\n  if n > 0 goto more\nout:\n  close c';
    expect(leaksOf(serving(helper, tested))).toEqual([]);
  });

  it('tells a retry that swallows EOF inside a helper', () => {
    const helper = `fn xread(fd)
more:
  n = read fd
  if n > 0 goto out
  if n >= 0 goto more
  if errno EINTR,EAGAIN goto more
  return -1
out:
  return n`;
    const body = 'more:\n  n = call xread(c)\n  if n > 0 goto more\n  close c';
    expect(leaksOf(serving(helper, body))).toEqual(['fd-eof-loop 14']);
  });

  it('does not wait for a callee that never returns', () => {
    const text = serving(
      'fn die()\n stop',
      '  if ?bad goto dying\n  close c\n  goto again\ndying:\n  call die()',
    );
    expect(leaksOf(text)).toEqual([]);
  });

  it('is silent about recursion', () => {
    expect(leaksOf(serving('fn serve(fd)\n call serve(fd)\n return'))).toEqual([]);
  });
});

describe('sockets made by functions', () => {
  const next = `fn next(l)
more:
  open fd = accept
  if fd >= 0 goto out
  if errno EINTR goto more
  return -1
out:
  n = read fd
  return fd`;
  const caller = (body: string) => `fn main()
again:
  c = call next(l)
  if c < 0 goto end
${body}
  goto again
end:
  return 1
${next}`;

  it('makes the caller the owner', () => {
    expect(leaksOf(caller('  close c'))).toEqual([]);
    expect(leaksOf(caller('  if ?anonymous goto again\n  close c'))).toEqual(['fd-eof-unclosed 5']);
    expect(leaksOf(caller('  x = ?'))).toEqual(['fd-never-closed 3']);
  });

  it('hands them out through a pointer', () => {
    const text = `fn main()
again:
  r = call open_conn(&c)
  if r != 0 goto again
  if ?x goto again
  close c
  goto again
fn open_conn(out)
  open fd = accept
  if fd < 0 goto bad
  out.* = fd
  return 0
bad:
  return -1`;
    expect(leaksOf(text)).toEqual(['fd-path-without-close 5']);
  });
});

describe('sockets in records', () => {
  const record = `fn main()
again:
  open c = accept
  if c < 0 goto again
  p = ?
  fresh p
  p.fd = c
  call run(p)
  free p
  goto again
`;

  it('follows a field through a pointer', () => {
    expect(leaksOf(`${record}fn run(q)\n n = read q.fd\n close q.fd`)).toEqual([]);
    expect(leaksOf(`${record}fn run(q)\n n = read q.fd`)).toEqual(['fd-never-closed 3']);
  });

  it('gives a record passed to a thread to the thread', () => {
    const started = record.replace('  call run(p)\n  free p\n', '  escape p thread\n  call run(p)\n');
    expect(leaksOf(`${started}fn run(q)\n n = read q.fd\n free q`)).toEqual(['fd-never-closed 3']);
    expect(leaksOf(`${started}fn run(q)\n n = read q.fd\n close q.fd\n free q`)).toEqual([]);
  });

  it('is silent when the record is stored somewhere', () => {
    expect(leaksOf(`${record}fn run(q)\n ::all = q`)).toEqual([]);
    expect(leaksOf(record.replace('call run(p)', 'call unknown(p)'))).toEqual([]);
  });
});

describe('fork, exceptions and duplicates', () => {
  it('asks the parent to close', () => {
    const text = (parent: string) => `fn main()
again:
  open c = accept
  if c < 0 goto again
  pid = fork
  if pid != 0 goto parent
  n = read c
  stop
parent:
  ${parent}
  goto again`;
    expect(leaksOf(text('x = ?'))).toEqual(['fd-never-closed 3']);
    expect(leaksOf(text('close c'))).toEqual([]);
  });

  it('asks for both descriptors of a duplicate', () => {
    const text = `fn serve()
  open c = accept
  open d = dup
  close c`;
    expect(leaksOf(text)).toEqual(['fd-never-closed 3']);
    expect(leaksOf(`${text}\n  close d`)).toEqual([]);
  });

  it('follows an exception past the close', () => {
    const text = (callee: string) => `fn main()
again:
  open c = accept
  call serve(c) throws again
  goto again
fn serve(fd)
${callee}`;
    expect(leaksOf(text('  call parse(line) throws out\n  close fd\n  return\nout:\n  throw'))).toEqual([
      'fd-path-without-close 7',
    ]);
    expect(
      leaksOf(text('  call parse(line) throws out\n  close fd\n  return\nout:\n  close fd\n  throw')),
    ).toEqual([]);
  });
});
