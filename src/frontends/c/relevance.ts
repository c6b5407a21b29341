import type { FunctionEntry } from './outline.js';

/** Names that make, use or end a socket or the memory that holds one. */
const TELLING =
  /\b(?:accept4?|socket|socketpair|connect|recv\w*|read\w*|fgets|getline|fread|dup[23]?|fdopen|close\w*|fclose|shutdown|fork|epoll_ctl|kevent|EV_SET|WSA\w+|SSL_\w+|fds?|sock\w*|conn\w*|errno|delete|erase)\b/;
const CALL = /\b([A-Za-z_]\w*)\s*(?:<[\w:, *]*>)?\s*[({]/g;

/** What the text of a function tells by itself. */
interface Told {
  readonly tells: boolean;
  readonly calls: ReadonlySet<string>;
}

const told = new Map<string, Told>();
const MOST_REMEMBERED = 5_000;

function toldBy({ text }: FunctionEntry): Told {
  const known = told.get(text);
  if (known) return known;
  const calls = new Set([...text.matchAll(CALL)].map(([, name = '']) => name));
  const found = { tells: TELLING.test(text), calls };
  if (told.size > MOST_REMEMBERED) told.clear();
  told.set(text, found);
  return found;
}

/** The names a function's text calls, or seems to. */
export function callsIn(entry: FunctionEntry): ReadonlySet<string> {
  return toldBy(entry).calls;
}

/** The functions that may have to do with sockets, and all that call them, directly or not. */
export function relevant(functions: readonly FunctionEntry[]): FunctionEntry[] {
  return upward(functions, (entry) => toldBy(entry).tells);
}

/** The names of functions that may throw: they say so, call what does, or call something of this file that does. */
export function throwing(functions: readonly FunctionEntry[]): Set<string> {
  const throws = (text: string): boolean =>
    /\bthrow\b|\bsto(?:i|l|ll|ul|ull|f|d|ld)\s*\(|\.at\s*\(/.test(text);
  return new Set(upward(functions, ({ text }) => throws(text)).map(({ name }) => name));
}

function upward(
  functions: readonly FunctionEntry[],
  start: (entry: FunctionEntry) => boolean,
): FunctionEntry[] {
  const found = new Set(functions.filter(start));
  const names = new Set([...found].map(lastName));
  for (let grown = true; grown;) {
    grown = false;
    for (const entry of functions) {
      if (found.has(entry) || !mentions(entry, names)) continue;
      found.add(entry);
      names.add(lastName(entry));
      grown = true;
    }
  }
  return functions.filter((entry) => found.has(entry));
}

function mentions(entry: FunctionEntry, names: ReadonlySet<string>): boolean {
  for (const name of callsIn(entry)) if (names.has(name)) return true;
  return false;
}

function lastName({ name }: FunctionEntry): string {
  return name.slice(name.lastIndexOf(':') + 1);
}
