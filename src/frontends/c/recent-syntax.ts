import type { Syntax } from './syntax.js';

/** Characters of the functions whose syntax is kept; a syntax tree takes some fifty bytes for each. */
const MOST_CHARACTERS = 200_000;

interface Kept {
  readonly syntax: Syntax;
  readonly length: number;
}

const recent = new Map<() => Syntax, Kept>();
let characters = 0;

/**
 * Gives the syntax of a function of so many characters, the same one as long as it is among those that were asked for last: a
 * function is lowered once, and its syntax takes more memory than all else that is known of it.
 */
export function remembered(length: number, read: () => Syntax): () => Syntax {
  return () => {
    const known = recent.get(read);
    const syntax = known?.syntax ?? read();
    forget(read, known);
    recent.set(read, { syntax, length });
    characters += length;
    makeRoom();
    return syntax;
  };
}

function makeRoom(): void {
  for (const [oldest, kept] of recent) {
    if (characters <= MOST_CHARACTERS || recent.size === 1) return;
    forget(oldest, kept);
  }
}

function forget(read: () => Syntax, kept: Kept | undefined): void {
  if (kept && recent.delete(read)) characters -= kept.length;
}
