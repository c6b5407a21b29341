import { expect, it } from 'vitest';
import { definitionsIn } from '../../../src/frontends/c/definitions.js';

it.each([
  ['int serve(int fd) { return fd; }', ['serve']],
  ['static void\nrun (void (*each)(int), int n)\n{\n}', ['run']],
  ['int C::size() const noexcept { return 1; }\nint C::last() override\n{}', ['size', 'last']],
  ['if (a) { b(); } while (f(c)) { } for (;;) { }', []],
  ['int serve(int fd);\nstruct conn { int fd; };', []],
  ['#define CALL(x) do { x(1); } while (0)', []],
  ['f(g(h(1))) { }', []],
  [') {', []],
])('what may be defined in %j', (text, names) => {
  const found = [...definitionsIn(text)];
  expect(found.map(({ name }) => name)).toEqual(names);
  expect(found.every(({ open }) => text[open] === '{')).toBe(true);
});
