import type { Span } from '../../shared/span.js';
import type { Loggable } from '../front-end.js';
import { isLoop, isStatement, spotAt } from './repairs/place-in-text.js';
import { child, textOf, type Syntax } from './syntax.js';
import type { FileUnit } from './unit.js';

/** Names, fields and elements: what a debugger reads without running a part of the program. */
const READ_ONLY = /^\*?\w+(?:\s*(?:\.|->)\s*\w+|\s*\[\s*\w+\s*\])*$/;

/** What stands between a call and the assignment of its result without changing it. */
const TRANSPARENT = new Set(['parenthesized_expression', 'cast_expression', 'call_expression']);

/**
 * Where a debugger can read the descriptor that a call at `span` gave: the variable it is stored in, and the statements
 * that come right after it. Undefined when it is not stored, or not readable without side effects.
 */
export function loggableAt(unit: FileUnit, span: Span): Loggable | undefined {
  const around = spotAt(unit, span)?.path ?? [];
  const call = around.findLastIndex(({ type }) => type === 'call_expression');
  const path = around.slice(0, call + 1);
  const holder = path.findLast(({ type }) => !TRANSPARENT.has(type));
  const inside = holder && path[path.indexOf(holder) + 1];
  const variable = holder && inside && variableOf(holder, inside);
  if (holder === undefined || variable === undefined || !READ_ONLY.test(textOf(variable))) return undefined;
  const after = statementsAfter(path.slice(0, path.indexOf(holder) + 1));
  return after.length === 0 ? undefined : { expression: textOf(variable), after };
}

function variableOf(holder: Syntax, value: Syntax): Syntax | undefined {
  if (holder.type === 'assignment_expression' && child(holder, 'right') === value)
    return child(holder, 'left');
  if (holder.type === 'init_declarator' && child(holder, 'value') === value)
    return child(holder, 'declarator');
  return undefined;
}

/** Offsets of the statements that can run next after the innermost expression of a path. */
function statementsAfter(path: readonly Syntax[]): readonly number[] {
  const statement = path.findLast((node) => isStatement(node) && node.type !== 'compound_statement');
  if (statement === undefined) return [];
  const at = path.indexOf(statement);
  const starts = [...branchesFrom(statement, path[at + 1]), nextAfter(path.slice(0, at + 1))];
  return [...new Set(starts.flatMap((node) => (node === undefined ? [] : [node.start])))];
}

/** Where a statement goes on when the value was part of its condition. */
function branchesFrom(statement: Syntax, part: Syntax | undefined): (Syntax | undefined)[] {
  if (part?.field !== 'condition') return [];
  const otherwise = child(statement, 'alternative');
  const branches = [
    child(statement, 'consequence'),
    child(statement, 'body'),
    otherwise?.kids.find(isStatement) ?? otherwise,
  ];
  return branches.map((branch) => branch && firstOf(branch));
}

function firstOf(statement: Syntax): Syntax | undefined {
  return statement.type === 'compound_statement' ? statement.kids.map(firstOf).find(Boolean) : statement;
}

/** The statement behind the last one of a path; none where a loop begins anew. */
function nextAfter(path: readonly Syntax[]): Syntax | undefined {
  const last = path.at(-1);
  const parent = path.at(-2);
  if (last === undefined || parent === undefined) return undefined;
  if (parent.type === 'compound_statement') {
    const next = parent.kids.slice(parent.kids.indexOf(last) + 1).find(isStatement);
    if (next !== undefined) return firstOf(next);
  }
  return isLoop(parent) ? undefined : nextAfter(path.slice(0, -1));
}
