import { SPECIAL } from '../../../lifecycle/descriptor/vocabulary.js';
import type { Leak } from '../../../lifecycle/leak.js';
import { child, textOf, type Syntax } from '../syntax.js';
import type { FileUnit } from '../unit.js';
import type { Candidate } from './candidate.js';
import { calleeName, descendants, isStatement, spotAt, statementAt } from './place-in-text.js';
import { insertAtEnd, insertBefore } from './style.js';

/** Registrations that never tell of the peer's FIN: the events asked for, or a one-shot that is not renewed. */
export function watchCandidates(leak: Leak, unit: FileUnit): Candidate[] {
  return leak.kind === 'fd-not-rearmed' ? renewals(leak, unit) : masks(leak, unit);
}

/** The call that renews the registration elsewhere in the function, on the way that lacks it. */
function renewals(leak: Leak, unit: FileUnit): Candidate[] {
  const spot = spotAt(unit, leak.at);
  const root = spot?.path[0];
  const body = root && child(root, 'body');
  if (!spot || !root || !body) return [];
  const { text } = unit.parsed;
  const calls = descendants(root, ({ type }) => type === 'expression_statement').filter((node) =>
    renews(node, unit),
  );
  const lines = [...new Set(calls.map(textOf))];
  const statement = statementAt(spot);
  return lines.flatMap((line) => [
    ...elseOf(text, root, line),
    { title: `Renew the one-shot registration at the end`, edits: insertAtEnd(text, body, [line]) },
    ...(statement
      ? [
          {
            title: `Renew the one-shot registration`,
            edits: insertBefore(text, spot.path, statement, [line]),
          },
        ]
      : []),
  ]);
}

/** `if (complete) { …; rearm(p); }` becomes `if (complete) { …; } rearm(p);` */
function elseOf(text: string, root: Syntax, line: string): Candidate[] {
  return descendants(root, ({ type }) => type === 'if_statement').flatMap((test) => {
    const then = child(test, 'consequence');
    const last = then?.type === 'compound_statement' ? then.kids.findLast(isStatement) : undefined;
    if (!then || !last || textOf(last) !== line || child(test, 'alternative')) return [];
    const from = text.lastIndexOf('\n', last.start) + 1;
    const to = text.indexOf('\n', last.end) + 1;
    const indent = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', test.start) + 1))?.[0] ?? '';
    const edits = [
      { span: { start: from, end: to }, text: '' },
      { span: { start: then.end, end: then.end }, text: `\n${indent}${line}` },
    ];
    return [{ title: 'Renew the one-shot registration on this way too', edits }];
  });
}

/** `e.events = 0`, `EPOLLHUP | EPOLLERR`: ask for EPOLLRDHUP, which a FIN raises. */
function masks(leak: Leak, unit: FileUnit): Candidate[] {
  const spot = spotAt(unit, leak.at);
  const root = spot?.path[0];
  if (!spot || !root) return [];
  const sets = descendants(
    root,
    (node) =>
      node.type === 'assignment_expression' &&
      /\.events$|->events$/.test(textOf(child(node, 'left') ?? node)),
  );
  return sets.flatMap((node) => {
    const right = child(node, 'right');
    if (!right) return [];
    const mask = textOf(right);
    const text = mask === '0' ? 'EPOLLRDHUP' : `EPOLLRDHUP | ${mask}`;
    return [{ title: 'Ask for EPOLLRDHUP', edits: [{ span: { start: right.start, end: right.end }, text }] }];
  });
}

/** `epoll_ctl(…)`, or a call of a function that registers. */
function renews(statement: Syntax, unit: FileUnit): boolean {
  const call = statement.kids[0];
  if (call?.type !== 'call_expression') return false;
  const name = calleeName(call);
  const entry = unit.find(name, child(call, 'arguments')?.kids.length ?? 0);
  const callee = entry && unit.graph(entry);
  const registers = callee?.blocks.some(({ ops }) =>
    ops.some((op) => op.op === 'special' && op.name === SPECIAL.watch),
  );
  return name === 'epoll_ctl' || registers === true;
}
