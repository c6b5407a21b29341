/** A random number generator that gives the same numbers for the same seed (mulberry32): each number is in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const TOKEN = /[A-Za-z_$][\w$]*|\d+|"[^"\n]*"|'[^'\n]*'|\s+|[^\s\w]/g;
const BRACKETS = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '`',
  '"',
  "'",
  '/*',
  '#if',
  '\\',
  '<',
  '?',
  '=>',
  '\0',
  '\u{1F600}',
];

/** A text after one to eight random changes: tokens lost, doubled or swapped, brackets put in, a stretch cut out. */
export function mutated(text: string, random: () => number): string {
  const tokens = text.match(TOKEN) ?? [];
  const pick = (length: number): number => Math.floor(random() * length);
  for (let change = pick(8); change >= 0 && tokens.length > 2; change--) {
    const at = pick(tokens.length);
    const other = pick(tokens.length);
    const token = tokens[at] ?? '';
    const changes: readonly (() => void)[] = [
      () => tokens.splice(at, 1),
      () => tokens.splice(at, 0, token),
      () => ([tokens[at], tokens[other]] = [tokens[other] ?? '', token]),
      () => tokens.splice(at, 0, BRACKETS[pick(BRACKETS.length)] ?? ''),
      () => tokens.splice(at, pick(40)),
      () => tokens.splice(at, 0, ...tokens.slice(other, other + pick(40))),
    ];
    changes[pick(changes.length)]?.();
  }
  return tokens.join('');
}
