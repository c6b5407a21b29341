import { child, type Syntax } from '../syntax.js';

/** What ends under an `#if` with the head of a statement; the statement itself stands behind the `#endif`. */
export type Head = 'condition' | 'loop';

/** The head a statement ends with, where the parser found nothing behind it. */
export function headEnding(node: Syntax | undefined): Head | undefined {
  switch (node?.type) {
    case 'if_statement':
      return endsBare(child(node, 'alternative') ?? child(node, 'consequence'), 'condition');
    case 'else_clause':
      return endsBare(node.kids.at(-1), 'condition');
    case 'while_statement':
    case 'for_statement':
      return endsBare(child(node, 'body'), 'loop') && 'loop';
    default:
      return undefined;
  }
}

function endsBare(inner: Syntax | undefined, head: Head): Head | undefined {
  return inner && isNothing(inner) ? head : headEnding(inner);
}

/** A statement without a letter, not even its semicolon: the parser made it up. */
export function isNothing({ type, start, end }: Syntax): boolean {
  return type === 'expression_statement' && start === end;
}

/** What stands under one branch of an `#if`. */
export function under(branch: Syntax): Syntax[] {
  return branch.kids.filter((kid) => kid.field === undefined && !kid.type.startsWith('#'));
}

/** True for an `#if` one of whose branches ends with a head of what comes after it. */
export function isHeadOfNext(node: Syntax): boolean {
  return node.type.startsWith('preproc_') && branchesOf(node).some((one) => headEnding(under(one).at(-1)));
}

function branchesOf(node: Syntax): Syntax[] {
  const alternative = child(node, 'alternative');
  return alternative ? [node, ...branchesOf(alternative)] : [node];
}
