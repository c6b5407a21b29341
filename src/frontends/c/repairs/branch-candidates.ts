import { isComparison, NEGATED } from '../../../lifecycle/comparison.js';
import type { TextEdit } from '../../../shared/span.js';
import { child, operatorOf, textOf, type Syntax } from '../syntax.js';
import type { Candidate } from './candidate.js';
import { closing } from './names.js';
import { descendants, isJump, isStatement, pathTo, statementAt, type Spot } from './place-in-text.js';
import { indentAt, indentStep, insertAfter, insertAtEnd, insertBefore } from './style.js';

/** Ways to close where one of several alternatives closes and another does not. */
export function branchCandidates(spot: Spot, name: string): Candidate[] {
  return [
    ...otherBranches(spot, name),
    ...otherAlternatives(spot, name),
    ...otherArms(spot, name),
    ...inLambdas(spot, name),
  ];
}

/** `if (…) close(fd);` without an `else`, or with one that does something else. */
function otherBranches(spot: Spot, name: string): Candidate[] {
  const root = spot.path[0];
  if (!root) return [];
  const { text } = spot.unit.parsed;
  const close = closing(name, spot.unit);
  const title = `Close ${name} in the other branch too`;
  const closes = (node: Syntax): boolean => textOf(node).includes(close.at(-1)?.trim() ?? '');
  const tests = descendants(root, ({ type }) => type === 'if_statement');
  return tests.toReversed().flatMap((test) => {
    const [then, clause] = [child(test, 'consequence'), child(test, 'alternative')];
    if (!then) return [];
    if (!clause)
      return endsInJump(then) || !closes(then)
        ? []
        : [{ title, edits: [elseBranch(text, then, close.join(' '))] }];
    const otherwise = clause.kids.at(-1);
    const lacking = closes(then) ? otherwise : closes(clause) ? then : undefined;
    if (lacking?.type !== 'compound_statement' || endsInJump(lacking)) return [];
    return [{ title, edits: insertAtEnd(text, lacking, close) }];
  });
}

function endsInJump(block: Syntax): boolean {
  const last = block.type === 'compound_statement' ? block.kids.findLast(isStatement) : block;
  return last !== undefined && isJump(last);
}

function elseBranch(text: string, then: Syntax, close: string): TextEdit {
  const span = { start: then.end, end: then.end };
  const indent = indentAt(text, then.type === 'compound_statement' ? then.end - 1 : then.start);
  if (then.type === 'compound_statement')
    return { span, text: ` else {\n${indent}${indentStep(text)}${close}\n${indent}}` };
  const outer = indent.slice(0, Math.max(0, indent.length - indentStep(text).length));
  return { span, text: `\n${outer}else\n${outer}${indentStep(text)}${close}` };
}

/** A branch of `#if … #else … #endif` that does not close. */
function otherAlternatives(spot: Spot, name: string): Candidate[] {
  const root = spot.path[0];
  if (!root) return [];
  const lines = closing(name, spot.unit);
  return descendants(root, ({ type }) => type.startsWith('preproc_')).flatMap((branch) => {
    const own = branch.kids.filter((kid) => kid.field === undefined && isStatement(kid));
    const last = own.at(-1);
    if (!last || isJump(last) || own.some((kid) => textOf(kid).includes(lines.at(-1)?.trim() ?? '')))
      return [];
    const edits = insertAfter(spot.unit.parsed.text, pathTo(spot, last), last, lines);
    return [{ title: `Close ${name} in this alternative too`, edits }];
  });
}

/** `n > 0 ? answer(fd) : note(fd)`: the condition's other answer closes behind the statement. */
function otherArms(spot: Spot, name: string): Candidate[] {
  const root = spot.path[0];
  const { text } = spot.unit.parsed;
  const choices = root ? descendants(root, ({ type }) => type === 'conditional_expression') : [];
  return choices.flatMap((choice) => {
    const statement = statementAt({ path: pathTo(spot, choice) });
    const condition = child(choice, 'condition');
    const [left, right] = condition ? [child(condition, 'left'), child(condition, 'right')] : [];
    const operator = condition ? operatorOf(condition) : '';
    if (!statement || !left || !right || !isComparison(operator) || left.type !== 'identifier') return [];
    const close = closing(name, spot.unit).map((line) => `${indentStep(text)}${line}`);
    return [NEGATED[operator], operator].map((is) => ({
      title: `Close ${name} in the other case`,
      edits: insertAfter(text, pathTo(spot, statement), statement, [
        `if (${textOf(left)} ${is} ${textOf(right)})`,
        ...close,
      ]),
    }));
  });
}

/** A thread's body that is written in place: close before each `return`, and at its end. */
function inLambdas(spot: Spot, name: string): Candidate[] {
  const root = spot.path[0];
  if (!root || !spot.unit.cplusplus) return [];
  const { text } = spot.unit.parsed;
  const lines = closing(name, spot.unit);
  return descendants(root, ({ type }) => type === 'lambda_expression').flatMap((lambda) => {
    const body = child(lambda, 'body');
    const returns = descendants(lambda, ({ type }) => type === 'return_statement');
    const each = returns.map((node) => ({
      title: `Close ${name} before the return`,
      edits: insertBefore(text, pathTo(spot, node), node, lines),
    }));
    const end = body ? [{ title: `Close ${name} at the end`, edits: insertAtEnd(text, body, lines) }] : [];
    return [...each, ...end];
  });
}
