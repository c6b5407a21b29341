import { describe, expect, it } from 'vitest';
import { leaksOf } from './leaks.js';

const accepting = (body: string, functions: string) => `fn main()
again:
  wait
  open c = accept
  if c < 0 goto again
${body}
  goto again
${functions}`;

describe('sockets that are put away', () => {
  const put = '  ::all.fd = c';
  const fetch = (end: string) => `fn reap()\n  type p conn\n  p = ::all\n  fd = p.fd\n${end}`;
  const text = (end: string) => accepting(`  type ::all conn\n${put}`, fetch(end));

  it('tells when nothing in the program closes what is put there', () => {
    expect(leaksOf(text('  free p'), { selfContained: true })).toEqual(['fd-stored-unclosed 13']);
    expect(leaksOf(text('  free p'))).toEqual([]);
  });

  it('is silent when anybody closes it, or hands it to the unknown', () => {
    expect(leaksOf(text('  close fd\n  free p'), { selfContained: true })).toEqual([]);
    expect(leaksOf(text('  call retire(fd)'), { selfContained: true })).toEqual([]);
  });

  it('is silent when the one who stored it closes it later', () => {
    const later = accepting(`  type ::all conn\n${put}\n  n = read c\n  close c`, fetch('  free p'));
    expect(leaksOf(later, { selfContained: true })).toEqual([]);
  });
});

describe('registrations', () => {
  const watched = (mask: string) =>
    accepting(
      `  watch c ${mask}\n  ::subs[] = c`,
      'fn publish()\n  s = ::subs[]\n  w = write s k\n  if w >= 0 goto on\n  close s\non:\n  return',
    );

  it('tells events that never report a FIN', () => {
    expect(leaksOf(watched('OUT'), { selfContained: true })).toEqual(['fd-fin-unwatched 6']);
    expect(leaksOf(watched('RDHUP'), { selfContained: true })).toEqual([]);
  });

  const oneShot = (end: string) =>
    accepting(
      '  ::tab.fd = c\n  watch c IN,ONESHOT\n  p = ::tab\n  type p peer\n  type ::tab peer\n  call input(p)',
      `fn input(p)
  type p peer
  r = read p.fd
  if r <= 0 goto gone
  if ?line goto answer
${end}
  return
answer:
  watch p.fd IN,ONESHOT
  return
gone:
  close p.fd`,
    );

  it('tells a one-shot registration that some way does not renew', () => {
    expect(leaksOf(oneShot('  x = ?'))).toEqual(['fd-not-rearmed 19']);
    expect(leaksOf(oneShot('  watch p.fd IN,ONESHOT'))).toEqual([]);
  });
});

describe('programs that are started', () => {
  const text = (before: string) =>
    accepting(
      `${before}  call job()\n  close c`,
      'fn job()\n  pid = fork\n  if pid != 0 goto parent\n  exec\nparent:\n  return',
    );

  it('tells a socket they inherit', () => {
    expect(leaksOf(text(''))).toEqual(['fd-inherited 4']);
    expect(leaksOf(text('  cloexec c\n'))).toEqual([]);
  });
});
