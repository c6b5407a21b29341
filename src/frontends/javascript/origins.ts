import type { Loader } from './modules/load.js';

/** `fetch` as a value that goes by another name: `options.fetch ?? fetch`, `typeof fetch`, `fetch.bind(globalThis)`. */
export const FETCH_AS_VALUE = String.raw`(?<![.\w$'"\x60-])(?:globalThis\.|global\.)?fetch\b(?!\s*[:(\w'"\x60-])`;

/**
 * What a text must mention for a socket or a response body to come into being in it: a call that makes one, or an event
 * that brings one. Wide on purpose; see the API tables for what is really known.
 */
const MAKES = new RegExp(
  [
    String.raw`["'\x60](?:node:)?(?:net|tls|https?|http2|ws|undici|cluster)["'\x60]`,
    String.raw`\bfetch\s*\(`,
    String.raw`[=?|:(,]\s*${FETCH_AS_VALUE}|\btypeof\s+${FETCH_AS_VALUE}`,
    String.raw`["'\x60](?:upgrade|connect|clientError|unexpected-response|unknownProtocol)["'\x60]\s*,`,
    String.raw`\bprocess\s*\.\s*(?:on|once|addListener)\s*\(\s*["'\x60]message["'\x60]`,
  ].join('|'),
);

export function makesSockets(text: string): boolean {
  return MAKES.test(text);
}

const SPECIFIER = /(?:\bfrom\s*|\brequire\s*\(\s*|\bimport\s*\(?\s*)["']([^"'\n]+)["']/g;

/** Whether the text or a file that it imports itself makes sockets. */
export function mayHoldSockets(text: string, path: string, loader: Loader): boolean {
  if (makesSockets(text)) return true;
  for (const [, specifier] of text.matchAll(SPECIFIER)) {
    const imported = specifier && loader.textOf(specifier, path);
    if (imported && makesSockets(imported)) return true;
  }
  return false;
}
