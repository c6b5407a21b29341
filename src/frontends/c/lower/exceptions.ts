import { child, type Syntax } from '../syntax.js';
import { declared, typeRef } from '../types.js';
import type { Frame } from './frame.js';
import { endOf, lowerStatement } from './statements.js';

/** `try` with its handlers: an exception inside goes to one of them; that it is of no type they name we do not assume. */
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
  f.builder.seal();
  clauses.forEach((clause, i) => {
    const label = labels[i];
    if (label !== undefined) f.builder.place(label);
    handle(f, clause);
    f.builder.jump(after);
  });
  f.builder.place(after);
}

function handle(f: Frame, clause: Syntax): void {
  f.scoped(undefined, endOf(clause), () => {
    const param = child(clause, 'parameters')?.kids.find((kid) => kid.type === 'parameter_declaration');
    const declarator = param && child(param, 'declarator');
    const name = declarator && declared(declarator);
    if (name) f.declare(name.name, typeRef(child(param, 'type'), name));
    lowerStatement(f, child(clause, 'body'));
  });
}
