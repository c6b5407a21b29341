import { CODELESS } from './code.js';
import { directives } from './directives.js';

/** One branch of `#if … #else … #endif`; offsets of its directive and of what stands under it. */
interface Branch {
  readonly condition: string;
  readonly from: number;
  readonly start: number;
  end: number;
}

const DIRECTIVE = /[ \t]*(if|ifdef|ifndef|else|elif|elifdef|elifndef|endif)\b((?:.*\\\r?\n)*.*)/y;
const ALTERNATIVE = /[ \t]*el/y;
/** What may hold a brace that is none. */
const QUOTED = new RegExp(String.raw`${CODELESS.source}|^[ \t]*#(?:.*\\\r?\n)*.*`, 'gm');

/**
 * Where the branches of a conditional are no statements or declarations of their own (two heads of one function, an opening
 * brace in each), no parser without a preprocessor can read both: all but one are blanked out, and the directives with them. Kept is
 * the first that is not for Windows alone and not `#if 0`. Offsets stay as they are.
 */
export function withoutSplits(text: string): string {
  if (directives(text, ALTERNATIVE).next().done) return text;
  let out = text;
  const open: Branch[][] = [];
  for (const { start, end, match } of directives(text, DIRECTIVE)) {
    const [, kind = '', condition = ''] = match;
    const group = kind.startsWith('if') ? [] : open.at(-1);
    if (!group) return text;
    if (kind.startsWith('if')) open.push(group);
    const last = group.at(-1);
    if (last) last.end = start;
    group.push({ condition: `${kind}${condition}`, from: start, start: end, end });
    if (kind === 'endif') out = joined(out, open.pop() ?? []);
  }
  return open.length === 0 ? out : text;
}

/** The text with one branch of a group that is split. */
function joined(text: string, group: readonly Branch[]): string {
  const branches = group.slice(0, -1);
  const after = group.at(-1)?.start ?? text.length;
  if (branches.length < 2 || !isSplit(text, branches, after)) return text;
  const kept = branches.find(({ condition }) => !isElsewhere(condition)) ?? branches[0];
  let out = text;
  for (const branch of group) {
    out = blanked(out, branch.from, branch.start);
    if (branch !== kept) out = blanked(out, branch.start, branch.end);
  }
  return out;
}

function isSplit(text: string, branches: readonly Branch[], after: number): boolean {
  const codes = branches.map(({ start, end }) => text.slice(start, end).replace(QUOTED, ' ').trimEnd());
  if (codes.some((code) => count(code, '{') !== count(code, '}'))) return true;
  return /^\s*\{/.test(text.slice(after, after + 200)) && codes.every((code) => code.endsWith(')'));
}

function count(text: string, brace: string): number {
  return text.split(brace).length - 1;
}

/** For another system, or for none. */
function isElsewhere(condition: string): boolean {
  const negated = /^ifndef\b|!\s*defined/.test(condition);
  if (/^if\s+0\b/.test(condition)) return true;
  return !negated && /\b_?_?(?:WIN32|WIN64|WINDOWS|MSC_VER|MINGW32|MINGW64|WINNT)_?_?\b/.test(condition);
}

function blanked(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(from, to).replaceAll(/[^\r\n]/g, ' ') + text.slice(to);
}
