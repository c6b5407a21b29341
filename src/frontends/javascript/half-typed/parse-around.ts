import type { TSESTree } from '@typescript-eslint/types';
import type { Span } from '../../../shared/span.js';
import type { Parse, Parsed } from '../parse.js';
import { brokenRegions } from './regions.js';
import { putUnreadCode } from './unread-code.js';

/** Places at which a text may be broken before it is given up. */
const MOST_PLACES = 3;

/** A longer text is not tried again, UTF-16 units. */
const MOST_TEXT = 200_000;

/**
 * The syntax of a half-typed text but for what does not parse, which counts as code that cannot be read. Undefined when
 * too little of it can be told apart.
 * @param error what the parser threw
 */
export function parseAround(parse: Parse, text: string, path: string, error: unknown): Parsed | undefined {
  let offset = offsetOf(error);
  const unread: Span[] = [];
  while (offset !== undefined && unread.length < MOST_PLACES && text.length <= MOST_TEXT) {
    const tried = attemptWithout(parse, { text, path }, unread, offset);
    if (tried?.parsed) return tried.parsed;
    if (tried) unread.push(tried.region);
    offset = tried?.offset;
  }
  return undefined;
}

interface Tried {
  readonly region: Span;
  readonly parsed?: Parsed;
  /** Where the parser stumbles next. */
  readonly offset?: number;
}

/** Leaves out one region more: the first without which all is understood, else the one that brings the parser furthest. */
function attemptWithout(
  parse: Parse,
  { text, path }: Pick<Parsed, 'text' | 'path'>,
  left: readonly Span[],
  offset: number,
): Tried | undefined {
  let furthest: Tried | undefined;
  const rest = blank(text, left);
  const parses = (part: string): boolean => stumble(parse, part, path).ast !== undefined;
  for (const region of brokenRegions(rest, offset, parses)) {
    const unread = [...left, region];
    const { ast, ...stumbled } = stumble(parse, blank(rest, [region]), path);
    const parsed = ast && withUnreadCode(parse, { path, text, ast, unread });
    if (parsed) return { region, parsed };
    if ((stumbled.offset ?? 0) > (furthest?.offset ?? offset)) furthest = { region, ...stumbled };
  }
  return furthest;
}

function stumble(
  parse: Parse,
  text: string,
  path: string,
): { readonly ast?: TSESTree.Program; readonly offset?: number } {
  try {
    return { ast: parse(text, path) };
  } catch (error) {
    const offset = offsetOf(error);
    return offset === undefined ? {} : { offset };
  }
}

/** Where the parser stumbled: `pos` of its error. */
function offsetOf(error: unknown): number | undefined {
  const { pos }: { pos?: unknown } = typeof error === 'object' && error !== null ? error : {};
  return typeof pos === 'number' ? pos : undefined;
}

function blank(text: string, regions: readonly Span[]): string {
  return regions.reduce(
    (rest, { start, end }) =>
      rest.slice(0, start) + rest.slice(start, end).replace(/[^\n\r]/g, ' ') + rest.slice(end),
    text,
  );
}

function withUnreadCode(parse: Parse, parsed: Parsed): Parsed | undefined {
  const inserted = parsed.unread?.every((region) =>
    putUnreadCode(parsed, region, (code) => parse(code, parsed.path)),
  );
  return inserted === true ? parsed : undefined;
}
