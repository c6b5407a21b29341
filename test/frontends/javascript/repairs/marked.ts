import type { Leak } from '../../../../src/lifecycle/leak.js';
import type { StreamLeakKind } from '../../../../src/lifecycle/stream/kinds.js';
import { loadParser } from '../../../../src/frontends/javascript/parse.js';
import { repairsFor } from '../../../../src/frontends/javascript/repairs/index.js';
import type { Repair } from '../../../../src/shared/finding.js';
import { applyEdits, type Span } from '../../../../src/shared/span.js';

/** What a test says about a leak; where it is stands in the text: `«at»`, `‹opened›`. */
export interface Marked {
  readonly kind: StreamLeakKind;
  readonly name?: string;
  readonly api?: string;
  readonly halfOpen?: boolean;
  readonly always?: boolean;
  readonly detail?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** The repairs of a leak in a marked text, and what the text becomes by each. */
export async function repaired(
  marked: string,
  leak: Marked,
): Promise<{ repairs: Repair[]; texts: string[] }> {
  const { text, at, opened } = unmark(marked);
  const parse = await loadParser();
  const path = leak.path ?? '/project/file.ts';
  const repairs = repairsFor(asLeak(leak, at, opened), { path, text, ast: parse(text, path) });
  const texts = repairs.map(({ edits }) => applyEdits(text, edits));
  for (const one of texts) parse(one, path);
  return { repairs, texts };
}

/** The text after the preferred repair; undefined when there is none. */
export async function preferred(marked: string, leak: Marked): Promise<string | undefined> {
  const { repairs, texts } = await repaired(marked, leak);
  return repairs[0]?.preferred === true ? texts[0] : undefined;
}

function unmark(marked: string): { text: string; at: Span; opened: Span } {
  const at = spanOf(marked, '«', '»');
  const opened = spanOf(marked, '‹', '›');
  return {
    text: marked.replaceAll(/[«»‹›]/g, ''),
    at: at ?? opened ?? fail(),
    opened: opened ?? at ?? fail(),
  };
}

function spanOf(marked: string, open: string, close: string): Span | undefined {
  const offset = (mark: string): number =>
    marked.slice(0, marked.indexOf(mark)).replaceAll(/[«»‹›]/g, '').length;
  return marked.includes(open) ? { start: offset(open), end: offset(close) } : undefined;
}

function fail(): never {
  throw new Error('the text has no mark');
}

function asLeak(
  { kind, name = 'socket', api = 'net.createServer', halfOpen = true, always = true, detail }: Marked,
  at: Span,
  opened: Span,
): Leak {
  return {
    kind,
    rule: 'handle-eof',
    origin: { api, kind: 'accepted', halfOpen },
    opened,
    at,
    steps: [],
    always,
    name,
    ...(detail ? { detail } : {}),
  };
}
