import { child, textOf, type Syntax } from '../syntax.js';
import { declared, typeRef } from '../types.js';
import type { Frame } from './frame.js';
import { endOf, lowerStatement } from './statements.js';

/** `try` with its handlers: an exception inside goes to one of them, or further out when none catches everything. */
export function lowerTry(f: Frame, node: Syntax): void {
  const clauses = node.kids.filter((kid) => kid.type === 'catch_clause');
  const [handler, after] = [f.builder.label(), f.builder.label()];
  f.handlers.push({ label: handler, depth: f.scopes.length });
  lowerStatement(f, child(node, 'body'));
  f.handlers.pop();
  f.builder.jump(after);
  f.builder.place(handler);
  const labels = clauses.map(() => f.builder.label());
  for (const label of labels) f.builder.branch(label);
  if (!clauses.some(catchesAll)) f.builder.branch(f.landingPad());
  f.builder.seal();
  clauses.forEach((clause, i) => {
    const label = labels[i];
    if (label !== undefined) f.builder.place(label);
    handle(f, clause);
    f.builder.jump(after);
  });
  f.builder.place(after);
}

/** What derives from std::exception is all that the standard library and well-behaved programs throw. */
function catchesAll(clause: Syntax): boolean {
  const text = textOf(child(clause, 'parameters') ?? clause);
  return text.includes('...') || /\bexception\b/.test(text);
}

function handle(f: Frame, clause: Syntax): void {
  f.scoped(undefined, endOf(clause), () => {
    const param = child(clause, 'parameters')?.kids.find((kid) => kid.type === 'parameter_declaration');
    const declarator = param && child(param, 'declarator');
    const name = declarator && declared(declarator);
    if (name && param) f.declare(name.name, typeRef(child(param, 'type'), name));
    lowerStatement(f, child(clause, 'body'));
  });
}
