import { child, textOf, type Syntax } from '../syntax.js';
import type { Frame } from './frame.js';

const KNOWN: Readonly<Record<string, number>> = {
  NULL: 0,
  nullptr: 0,
  true: 1,
  false: 0,
  TRUE: 1,
  FALSE: 0,
  EOF: -1,
  INVALID_SOCKET: -1,
  SOCKET_ERROR: -1,
  MAP_FAILED: -1,
  EXIT_SUCCESS: 0,
  EXIT_FAILURE: 1,
  STDIN_FILENO: 0,
  STDOUT_FILENO: 1,
  STDERR_FILENO: 2,
};

/** The number a name stands for: a well-known one, an enumerator, a `#define`; errno values are only known to be positive. */
export function constantOf(f: Frame, name: string, depth = 0): number | undefined {
  const known = KNOWN[name] ?? f.declarations.enumerator(name);
  if (known !== undefined) return known;
  const macro = f.declarations.macro(name);
  if (macro?.params === undefined && macro && depth < 5) return numberIn(f, macro.body, depth);
  return /^E[A-Z0-9]{2,}$/.test(name) ? 100 : undefined;
}

function numberIn(f: Frame, body: string, depth: number): number | undefined {
  const inner = body.replace(/^(?:\(\s*\w+\s*\)\s*)?\(?\s*([-\w'.]+?)\s*\)?$/, '$1');
  if (/^[A-Za-z_]\w*$/.test(inner)) return constantOf(f, inner, depth + 1);
  return numberOf(inner) ?? productOf(body);
}

/** `(60 * 5)`, `64 * 1024`, `(1 << 20)` */
function productOf(body: string): number | undefined {
  const parts = body.replaceAll(/[()\s]/g, '').split(/(\*|<<|\+)/);
  let result = numberOf(parts[0] ?? '');
  for (let i = 1; i + 1 < parts.length; i += 2) {
    const next = numberOf(parts[i + 1] ?? '');
    if (result === undefined || next === undefined) return undefined;
    result = parts[i] === '*' ? result * next : parts[i] === '+' ? result + next : result * 2 ** next;
  }
  return result;
}

/** A C number; `-1` too. */
export function numberOf(text: string): number | undefined {
  const plain = text.replaceAll("'", '').replace(/(?<=[\da-fA-F])[uUlLzZ]+$/, '');
  const match = /^(-?)(0[xX][\da-fA-F]+|0[bB][01]+|\d+)$/.exec(plain);
  if (!match) return undefined;
  const digits = match[2] ?? '';
  const value = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return match[1] === '-' ? -value : value;
}

/** The first argument when a node is a call of a function whose name matches. */
export function callConstant(node: Syntax, name: RegExp): Syntax | undefined {
  if (node.type !== 'call_expression') return undefined;
  const callee = child(node, 'function');
  return callee && name.test(textOf(callee)) ? child(node, 'arguments')?.kids[0] : undefined;
}

/** `likely(x)`, `G_UNLIKELY(x)`, `ngx_likely(x)`, `__builtin_expect(x, 0)` (GCC manual, "Other Builtins"). */
const HINT = /^(?:__builtin_expect(?:_with_probability)?|(?:\w*_)?(?:un)?likely_*)$/i;

/** What a branch hint gives back as it is. */
export function hinted(node: Syntax): Syntax | undefined {
  return callConstant(node, HINT);
}
