/**
 * The identifiers of a text as hashes, comments and strings included. What a text does not mention it does not declare; that two
 * words share a hash costs a look in vain.
 */
export function wordsOf(text: string): ReadonlySet<number> {
  const words = new Set<number>();
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (isWord(letter)) hash = mixed(hash, letter);
    else if (hash !== 0) {
      words.add(hash);
      hash = 0;
    }
  }
  return words.add(hash);
}

/** The hash of the first word in a text. */
export function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i);
    if (isWord(letter)) hash = mixed(hash, letter);
    else if (hash !== 0) break;
  }
  return hash;
}

/** Never 0, which stands for no word. */
function mixed(hash: number, letter: number): number {
  return (Math.imul(hash, 31) + letter) | 1;
}

/** Digits, letters, `_`. */
function isWord(letter: number): boolean {
  return (
    (letter >= 97 && letter <= 122) ||
    (letter >= 65 && letter <= 90) ||
    (letter >= 48 && letter <= 57) ||
    letter === 95
  );
}
