import type { BlockId, Place } from '../../../lifecycle/ir.js';
import { child, normalized, textOf, type Syntax } from '../syntax.js';
import { headEnding, under } from './dangling.js';
import type { Frame } from './frame.js';
import { lowerAll } from './statements.js';

/** `#if` inside a function: either alternative may be the program; the same condition is answered the same everywhere. */
export function branchOnPreprocessor(f: Frame, node: Syntax): void {
  branch(f, node, undefined);
}

/** The statement behind an `#if` one of whose branches ends with its head: the others run it all the same. */
export function branchBefore(f: Frame, node: Syntax, next: Syntax): void {
  const [into, after] = [f.builder.label(), f.builder.label()];
  const outer = f.headless;
  f.headless = into;
  branch(f, node, { into, after });
  f.headless = outer;
  f.builder.place(into);
  lowerAll(f, [next]);
  f.builder.place(after);
}

/** Where a branch goes on: into the statement behind, or past it when that is none of its own. */
interface Behind {
  readonly into: BlockId;
  readonly after: BlockId;
}

function branch(f: Frame, node: Syntax, behind: Behind | undefined): void {
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
  body(f, node, behind);
  f.builder.jump(after);
  f.builder.place(no);
  if (alternative?.type === 'preproc_else') body(f, alternative, behind);
  else if (alternative) branch(f, alternative, behind);
  else if (behind) f.builder.jump(behind.into);
  f.builder.place(after);
}

function body(f: Frame, node: Syntax, behind: Behind | undefined): void {
  const kids = under(node);
  lowerAll(f, kids);
  if (!behind) return;
  const head = headEnding(kids.at(-1));
  // Its body would have to be lowered inside of the loop.
  if (head === 'loop') f.builder.sure = false;
  f.builder.jump(head ? behind.after : behind.into);
}

function conditionOf(node: Syntax): { key: string; negated: boolean } {
  const name = child(node, 'name');
  if (name) return { key: textOf(name), negated: /^#\s*(?:ifndef|elifndef)/.test(textOf(node)) };
  const condition = child(node, 'condition');
  const text = condition ? normalized(condition) : '?';
  const defined = /^(!?)\s*defined\s*\(?\s*(\w+)\s*\)?$/.exec(text);
  return defined ? { key: defined[2] ?? '', negated: defined[1] === '!' } : { key: text, negated: false };
}
