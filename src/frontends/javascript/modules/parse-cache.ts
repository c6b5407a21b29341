import type { Parse, Parsed } from '../parse.js';
import { parseOr } from '../parse.js';

/** UTF-16 units of text whose syntax is kept; some hundred bytes of syntax for each. */
const MOST_UNITS = 600_000;

const kept = new Map<string, { readonly text: string; readonly parsed: Parsed | undefined }>();
let units = 0;

/** The syntax of a file, parsed again only when its text changed; the files asked for longest ago are forgotten. */
export function parseKept(parse: Parse, text: string, path: string): Parsed | undefined {
  const known = kept.get(path);
  if (known) forget(path, known.text);
  const parsed = known?.text === text ? known.parsed : parseOr(parse, text, path);
  kept.set(path, { text, parsed });
  units += text.length;
  for (const [oldest, { text: old }] of kept) {
    if (units <= MOST_UNITS || oldest === path) break;
    forget(oldest, old);
  }
  return parsed;
}

function forget(path: string, text: string): void {
  kept.delete(path);
  units -= text.length;
}
