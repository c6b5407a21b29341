import type { Fact, Place } from '../../../lifecycle/ir.js';
import type { Frame } from './frame.js';

const characters = new WeakMap<Frame, Set<Place>>();

/** A place gets what `getc` gives: a character as an unsigned char, or EOF, the only one that is negative (C11 §7.21.7.1). */
export function notesCharacter(f: Frame, place: Place): void {
  const known = characters.get(f) ?? new Set();
  characters.set(f, known.add(place));
}

/**
 * What is known where a character is one of another name than EOF, as a header out of sight defines it (`IAC` of
 * <arpa/telnet.h>): it was not the end. Nothing is learned of the name itself, which is the same on every way.
 */
export function ifCharacter(f: Frame, a: Place, b: Place): readonly Fact[] | undefined {
  const known = characters.get(f);
  const place = known?.has(a) ? a : known?.has(b) ? b : undefined;
  if (place === undefined || !isConstant(f, place === a ? b : a)) return undefined;
  return [{ fact: 'compare', place, is: '>=', with: 0 }];
}

function isConstant(f: Frame, place: Place): boolean {
  const name = /^::([A-Z][A-Z\d_]*)#0$/.exec(place)?.[1];
  return name !== undefined && !name.includes('EOF') && f.declarations.global(name) === undefined;
}
