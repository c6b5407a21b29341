import type { Place } from '../../../lifecycle/ir.js';
import { child, normalized, textOf, type Syntax } from '../syntax.js';
import type { Frame } from './frame.js';
import { lowerStatement } from './statements.js';

/** `#if` inside a function: either alternative may be the program; the same condition is answered the same everywhere. */
export function branchOnPreprocessor(f: Frame, node: Syntax): void {
  const [yes, no, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  const { key, negated } = conditionOf(node);
  const reads: readonly Place[] = [];
  const decided = /^[01]$/.exec(key)?.[0];
  if (decided !== undefined) f.builder.jump((decided === '1') === !negated ? yes : no);
  else {
    f.builder.branch(yes, [{ fact: 'opaque', key: `#if ${key}`, reads, holds: !negated }]);
    f.builder.branch(no, [{ fact: 'opaque', key: `#if ${key}`, reads, holds: negated }]);
    f.builder.seal();
  }
  const alternative = child(node, 'alternative');
  f.builder.place(yes);
  body(f, node);
  f.builder.jump(after);
  f.builder.place(no);
  if (alternative?.type === 'preproc_else') body(f, alternative);
  else if (alternative) branchOnPreprocessor(f, alternative);
  f.builder.place(after);
}

function body(f: Frame, node: Syntax): void {
  for (const kid of node.kids)
    if (kid.field === undefined && !kid.type.startsWith('#')) lowerStatement(f, kid);
}

function conditionOf(node: Syntax): { key: string; negated: boolean } {
  const name = child(node, 'name');
  if (name) return { key: textOf(name), negated: /^#\s*(?:ifndef|elifndef)/.test(textOf(node)) };
  const condition = child(node, 'condition');
  const text = condition ? normalized(condition) : '?';
  const defined = /^(!?)\s*defined\s*\(?\s*(\w+)\s*\)?$/.exec(text);
  return defined ? { key: defined[2] ?? '', negated: defined[1] === '!' } : { key: text, negated: false };
}
