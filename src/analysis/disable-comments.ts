import { ConfigCommentParser } from '@eslint/plugin-kit';
import { isRuleId, RULE_IDS, type RuleId } from '../shared/rule-id.js';

/** Whether a finding of a rule that starts at an offset is switched off by a comment. */
export type Disabled = (rule: RuleId, offset: number) => boolean;

type Label = 'eslint-disable' | 'eslint-enable' | 'eslint-disable-line' | 'eslint-disable-next-line';

interface Directive {
  readonly label: Label;
  readonly rules: readonly RuleId[];
  /** Where it begins to count, and where it ends. */
  readonly start: number;
  readonly end: number;
}

/** A comment that begins with a directive. ESLint takes the two that span lines from block comments only. */
const COMMENT =
  /\/\*\s*(eslint-(?:disable|enable)[\s\S]*?)\*\/|\/\/[ \t]*(eslint-disable-(?:next-)?line\b.*)/g;
/** What may stand before a comment without holding it: closed strings and closed block comments. */
const CLOSED = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\/\*.*?\*\//g;

const parser = new ConfigCommentParser();
const NEVER: Disabled = () => false;

/**
 * Reads ESLint's disable comments (`eslint-disable`, `-enable`, `-disable-line`, `-disable-next-line`, a list of rules,
 * ` -- reason`) in any language with C comments. Rules may be written bare or as `closewait/<id>`; without a list all
 * are meant. Source: https://eslint.org/docs/latest/use/configure/rules#disabling-rules
 */
export function disabledBy(text: string): Disabled {
  if (!text.includes('eslint-disable')) return NEVER;
  const spans = disabledSpans(directivesOf(text), text);
  return (rule, offset) =>
    spans.some((span) => span.rule === rule && span.start <= offset && offset < span.end);
}

interface DisabledSpan {
  readonly rule: RuleId;
  readonly start: number;
  readonly end: number;
}

function directivesOf(text: string): Directive[] {
  const directives: Directive[] = [];
  for (const match of text.matchAll(COMMENT)) {
    const directive = directiveOf(match[1] ?? match[2] ?? '', match.index, match.index + match[0].length);
    if (directive && !isInsideOther(text, match.index)) directives.push(directive);
  }
  return directives;
}

function directiveOf(comment: string, start: number, end: number): Directive | undefined {
  const parsed = parser.parseDirective(comment.trim());
  if (!parsed || !isLabel(parsed.label)) return undefined;
  const names = Object.keys(parser.parseListConfig(parsed.value));
  const rules = names.map((name) => name.replace(/^closewait\//, '')).filter(isRuleId);
  return { label: parsed.label, rules: names.length === 0 ? RULE_IDS : rules, start, end };
}

function isLabel(label: string): label is Label {
  return /^eslint-(enable|disable(-next-line|-line)?)$/.test(label);
}

/** True when the place lies in a string or in a line comment that began earlier on its line. */
function isInsideOther(text: string, start: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replaceAll(CLOSED, '');
  return /["'`]|\/\//.test(before);
}

function disabledSpans(directives: readonly Directive[], text: string): DisabledSpan[] {
  const spans: DisabledSpan[] = [];
  const since = new Map<RuleId, number>();
  const until = (rule: RuleId, end: number): void => {
    const start = since.get(rule);
    if (start !== undefined) spans.push({ rule, start, end });
    since.delete(rule);
  };
  for (const { label, rules, start, end } of directives) {
    for (const rule of rules) {
      if (label === 'eslint-enable') until(rule, start);
      else if (label === 'eslint-disable') since.set(rule, since.get(rule) ?? start);
      else spans.push({ rule, ...lineFor(label, text, start, end) });
    }
  }
  for (const rule of [...since.keys()]) until(rule, text.length + 1);
  return spans;
}

/** The line a directive speaks of; one that spans lines counts from its last. */
function lineFor(label: Label, text: string, start: number, end: number): { start: number; end: number } {
  if (label === 'eslint-disable-line') return { start: lineStart(text, start), end: lineEnd(text, end) };
  const next = lineEnd(text, end);
  return { start: next, end: lineEnd(text, next) };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset just behind the line break that ends the line of `offset`. */
function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found < 0 ? text.length + 1 : found + 1;
}
