import { expand, type Macro, type Macros } from './macros.js';

/** A text made easier to parse, of the same length, and what was taken out of it. */
export interface Plain {
  readonly text: string;
  /** `__attribute__((cleanup(f)))` by the offset it stood at. */
  readonly cleanups: ReadonlyMap<number, string>;
}

const ATTRIBUTE = '__attribute__';
const STORAGE = /\b(?:inline|__inline__|__inline|__extension__|__restrict|extern|static|const|_Noreturn)\b/g;
const CLEANUP = /\bcleanup\s*\(\s*(\w+)\s*\)/;

/**
 * Blanks out what says nothing about control flow but confuses a parser without a preprocessor: attributes, and macros
 * that stand for attributes, storage classes or nothing. Offsets stay as they are. The cleanup attribute is remembered:
 * its function runs when the variable's scope is left (GCC manual, "Common Variable Attributes").
 */
export function withoutAnnotations(text: string, macros: Macros): Plain {
  const annotations = annotationMacros(macros);
  const plain = withoutTags(text);
  if (annotations.size === 0 && !plain.includes(ATTRIBUTE)) return { text: plain, cleanups: new Map() };
  return blank(plain, annotations);
}

/** `container_of(l, struct peer, node)`: a type among the arguments of a macro; its name alone reads like a variable. */
const TAG = /(?<=,\s*)(?:struct|union)(?=\s+\w+\s*[,)])/g;

function withoutTags(text: string): string {
  return text.replaceAll(TAG, (tag) => ' '.repeat(tag.length));
}

function blank(text: string, annotations: ReadonlyMap<string, Macro>): Plain {
  const names = [ATTRIBUTE, ...annotations.keys()].join('|');
  const use = new RegExp(String.raw`^[ \t]*#.*(?:\\\r?\n.*)*|"(?:\\.|[^"\\\n])*"|\b(?:${names})\b`, 'gm');
  const cleanups = new Map<number, string>();
  const pieces: string[] = [];
  let from = 0;
  for (const match of text.matchAll(use)) {
    if (/^[ \t]*#|^"/.test(match[0]) || match.index < from) continue;
    const macro = annotations.get(match[0]);
    const end = endOfUse(text, match.index + match[0].length, macro);
    const cleanup = CLEANUP.exec(fullText(text.slice(match.index, end), annotations));
    if (cleanup?.[1] !== undefined) cleanups.set(match.index, cleanup[1]);
    pieces.push(text.slice(from, match.index), text.slice(match.index, end).replaceAll(/[^\r\n]/g, ' '));
    from = end;
  }
  pieces.push(text.slice(from));
  return { text: pieces.join(''), cleanups };
}

function endOfUse(text: string, nameEnd: number, macro: Macro | undefined): number {
  if (macro && macro.params === undefined) return nameEnd;
  let depth = 0;
  for (let i = nameEnd; i < Math.min(text.length, nameEnd + 500); i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth <= 0) return depth === 0 ? i + 1 : nameEnd;
    else if (depth === 0 && !/\s/.test(text[i] ?? '')) return nameEnd;
  }
  return nameEnd;
}

function annotationMacros(macros: Macros): Map<string, Macro> {
  const found = new Map<string, Macro>();
  for (const macro of macros.values()) {
    if (isAnnotation(macro, macros)) found.set(macro.name, macro);
  }
  return found;
}

/** True when nothing is left of the expansion once attributes and storage classes are gone. Empty macros with parameters may hide anything. */
function isAnnotation(macro: Macro, macros: Macros): boolean {
  if (macro.params !== undefined && macro.body === '') return false;
  if (macro.body === '' && /_H_*$|_INCLUDED|^_[A-Z]|^HAVE_|^USE_|^ENABLE_/i.test(macro.name)) return false;
  const text = fullText(macro.body, macros);
  const rest = withoutAttributes(text).replaceAll(STORAGE, '').trim();
  return rest === '' && (macro.body === '' || /attribute|inline|extension|Noreturn|static/.test(text));
}

function withoutAttributes(text: string): string {
  let out = text;
  for (let at = out.indexOf(ATTRIBUTE); at >= 0; at = out.indexOf(ATTRIBUTE)) {
    const end = endOfUse(out, at + ATTRIBUTE.length, undefined);
    out = out.slice(0, at) + out.slice(end === at ? at + ATTRIBUTE.length : end);
  }
  return out;
}

/** Macro uses in a short text replaced by what they stand for, a few levels deep. */
function fullText(text: string, macros: Macros, depth = 4): string {
  if (depth === 0) return text;
  const next = text.replaceAll(
    /\b([A-Za-z_]\w*)\b(?:\s*\(([^()]*)\))?/g,
    (use, name: string, args?: string) => {
      const macro = macros.get(name);
      if (!macro) return use;
      const expanded = expand(macro, args === undefined ? [] : args.split(',').map((arg) => arg.trim()));
      return macro.params === undefined && args !== undefined ? `${macro.body}(${args})` : (expanded ?? use);
    },
  );
  return next === text ? text : fullText(next, macros, depth - 1);
}
