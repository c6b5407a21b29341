import { CHAR } from './code.js';

/** What may be the definition of a function: its name and where its body's brace opens. */
export interface Definition {
  readonly name: string;
  readonly open: number;
}

const CONTROL = new Set(['if', 'for', 'while', 'switch', 'catch']);
const QUALIFIER = /(?:const|noexcept|override)\s*$/;
const NAME = /[A-Za-z_]\w*$/;
const LONGEST = 80;

/**
 * What may be definitions, found without parsing: a name, one pair of parentheses with at most one level inside, and a brace.
 * Looked for from the braces back, which are much fewer than names.
 */
export function* definitionsIn(text: string): Generator<Definition, void, undefined> {
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
    const close = lastBefore(text, open);
    if (text.charCodeAt(close) !== CHAR.closeParen) continue;
    const name = nameBefore(text, opening(text, close));
    if (name !== undefined && !CONTROL.has(name)) yield { name, open };
  }
}

/** The last thing before a brace that is no qualifier. */
function lastBefore(text: string, open: number): number {
  let end = blankBefore(text, open);
  while (/[ter]/.test(text[end - 1] ?? '')) {
    const qualifier = QUALIFIER.exec(text.slice(Math.max(0, end - LONGEST), end));
    if (!qualifier) break;
    end = blankBefore(text, end - qualifier[0].length);
  }
  return end - 1;
}

function blankBefore(text: string, from: number): number {
  let at = from;
  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Space, tab, line ends; others (`\s`) nobody writes here. */
function isBlank(letter: number): boolean {
  return letter === 32 || (letter >= 9 && letter <= 13);
}

/** Where the parenthesis opens that closes at an offset; -1 when a statement or a third level lies between. */
function opening(text: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    switch (text.charCodeAt(at)) {
      case CHAR.closeParen:
        if (++depth > 2) return -1;
        break;
      case CHAR.openParen:
        if (--depth === 0) return at;
        break;
      case CHAR.semicolon:
      case CHAR.openBrace:
      case CHAR.closeBrace:
        return -1;
      default:
        break;
    }
  }
  return -1;
}

function nameBefore(text: string, paren: number): string | undefined {
  const end = blankBefore(text, Math.max(0, paren));
  return NAME.exec(text.slice(Math.max(0, end - LONGEST), end))?.[0];
}
