import type { Span } from '../../../shared/span.js';
import { addressOf, type BlockId, type Fact } from '../../../lifecycle/ir.js';
import { child, normalized, spanOf, textOf, type Syntax } from '../syntax.js';
import { branchOn, errnoName } from './conditions.js';
import { lowerDeclaration } from './declaring.js';
import { isHeadOfNext, isNothing } from './dangling.js';
import { evaluate, evaluateInto, isErrno, isTest } from './expressions.js';
import type { Frame } from './frame.js';
import { lowerTry } from './exceptions.js';
import { isLoopHead } from './heads.js';
import { destroy } from './objects.js';
import { branchBefore, branchOnPreprocessor } from './preprocessor.js';

type Lower = (f: Frame, node: Syntax) => void;

export function lowerStatement(f: Frame, node: Syntax | undefined): void {
  if (!node) return;
  const lower = STATEMENTS[node.type];
  if (lower) lower(f, node);
  // `WITH(lock) { … }` reads like a function inside the function.
  else if (node.type === 'ERROR' || node.type === 'function_definition') f.builder.sure = false;
}

/** Statements one after the other; a macro without a semicolon may be the head of a loop: `TAILQ_FOREACH(c, &all, link) { … }`. */
export function lowerAll(f: Frame, kids: readonly Syntax[]): void {
  for (let i = 0; i < kids.length; i++) {
    const [kid, body] = [kids[i], kids[i + 1]];
    if (kid && body && isLoopHead(kid, body)) {
      macroLoop(f, kid, body);
      i++;
    } else if (kid && body && isHeadOfNext(kid)) {
      branchBefore(f, kid, body);
      i++;
    } else lowerStatement(f, kid);
  }
}

function macroLoop(f: Frame, head: Syntax, body: Syntax): void {
  const args = (head.kids[0] && child(head.kids[0], 'arguments')?.kids) ?? [];
  const [again, into, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  f.builder.place(again);
  f.builder.branch(into);
  f.builder.branch(after);
  f.builder.seal();
  f.builder.place(into);
  eachOf(f, args);
  looped(f, body, again, after);
  f.builder.jump(again);
  f.builder.place(after);
}

/** The variable a loop macro sets: its first argument, or the first of several that are plain variables (uthash). */
function eachOf(f: Frame, args: readonly Syntax[]): void {
  const variable = args.find((arg) => arg.type === 'identifier' && f.lookup(textOf(arg))?.type.pointer);
  const place = variable && f.lookup(textOf(variable))?.place;
  if (variable && place !== undefined) f.emit({ op: 'assign', into: place, at: spanOf(variable) });
}

const STATEMENTS: Readonly<Record<string, Lower>> = {
  compound_statement: (f, node) => {
    f.scoped(node, endOf(node), () => {
      lowerAll(f, node.kids);
    });
  },
  expression_statement: expression,
  declaration: lowerDeclaration,
  if_statement: conditional,
  while_statement: whileLoop,
  do_statement: doLoop,
  for_statement: forLoop,
  for_range_loop: rangeLoop,
  switch_statement: switched,
  labeled_statement: labeled,
  goto_statement: jump,
  break_statement: (f, node) => {
    f.jumpTo(f.breaks.at(-1), keywordOf(node, 5));
  },
  continue_statement: (f, node) => {
    f.jumpTo(f.continues.at(-1), keywordOf(node, 8));
  },
  return_statement: returned,
  co_return_statement: returned,
  throw_statement: thrown,
  try_statement: lowerTry,
  else_clause: (f, node) => {
    lowerStatement(f, node.kids.at(-1));
  },
  init_statement: (f, node) => {
    lowerStatement(f, node.kids[0]);
  },
  attributed_statement: (f, node) => {
    lowerStatement(f, node.kids.at(-1));
  },
  preproc_if: branchOnPreprocessor,
  preproc_ifdef: branchOnPreprocessor,
  translation_unit: (f, node) => {
    lowerAll(f, node.kids);
  },
};

/** The closing brace. */
export function endOf(node: Syntax): Span {
  return node.code.use ?? { start: node.end - 1, end: node.end };
}

function keywordOf(node: Syntax, length: number): Span {
  return node.code.use ?? { start: node.start, end: node.start + length };
}

function expression(f: Frame, node: Syntax): void {
  const [inner] = node.kids;
  if (isNothing(node) && f.headless !== undefined) f.builder.jump(f.headless);
  if (!inner) return;
  f.discarded = inner;
  evaluate(f, inner);
  const at = spanOf(inner);
  f.endTemporaries(({ place, type }) => {
    destroy(f, place, type, at);
  });
}

function conditional(f: Frame, node: Syntax): void {
  const condition = child(node, 'condition');
  if (!condition) return;
  f.scoped(undefined, endOf(node), () => {
    const [yes, no, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
    conditionOf(f, condition, yes, no);
    f.builder.place(yes);
    inner(f, child(node, 'consequence'));
    f.builder.jump(after);
    f.builder.place(no);
    inner(f, child(node, 'alternative'));
    f.builder.place(after);
  });
}

/** A condition may declare: `if (auto it = m.find(k); it != m.end())`, `while (int c = next())`. */
export function conditionOf(f: Frame, node: Syntax, yes: BlockId, no: BlockId): void {
  lowerStatement(f, child(node, 'initializer'));
  const value = child(node, 'value') ?? node;
  if (value.type !== 'declaration') {
    branchOn(f, value, yes, no);
    return;
  }
  const place = lowerDeclaration(f, value);
  f.builder.branch(yes, place === undefined ? [] : [{ fact: 'compare', place, is: '!=', with: 0 }]);
  f.builder.branch(no, place === undefined ? [] : [{ fact: 'compare', place, is: '==', with: 0 }]);
  f.builder.seal();
}

/** A branch's or loop's body is a scope even without braces. */
function inner(f: Frame, node: Syntax | undefined): void {
  lowerStatement(f, node);
}

function loop(f: Frame, node: Syntax, again: BlockId, after: BlockId): void {
  looped(f, child(node, 'body'), again, after);
}

function looped(f: Frame, body: Syntax | undefined, again: BlockId, after: BlockId): void {
  const depth = f.scopes.length;
  f.breaks.push({ label: after, depth });
  f.continues.push({ label: again, depth });
  inner(f, body);
  f.breaks.pop();
  f.continues.pop();
}

function whileLoop(f: Frame, node: Syntax): void {
  const condition = child(node, 'condition');
  const [head, body, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  f.builder.place(head);
  if (condition) conditionOf(f, condition, body, after);
  f.builder.place(body);
  loop(f, node, head, after);
  f.builder.jump(head);
  f.builder.place(after);
}

function doLoop(f: Frame, node: Syntax): void {
  const condition = child(node, 'condition');
  const [body, test, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
  f.builder.place(body);
  loop(f, node, test, after);
  f.builder.place(test);
  if (condition) branchOn(f, condition, body, after);
  f.builder.place(after);
}

function forLoop(f: Frame, node: Syntax): void {
  f.scoped(undefined, endOf(node), () => {
    const initializer = child(node, 'initializer');
    const condition = child(node, 'condition');
    const [head, body, update, after] = [0, 0, 0, 0].map(() => f.builder.label()) as [
      number,
      number,
      number,
      number,
    ];
    if (initializer?.type === 'declaration') lowerStatement(f, initializer);
    else evaluate(f, initializer);
    f.builder.place(head);
    if (condition) branchOn(f, condition, body, after);
    f.builder.place(body);
    loop(f, node, update, after);
    f.builder.place(update);
    evaluate(f, child(node, 'update'));
    f.builder.jump(head);
    f.builder.place(after);
  });
}

function rangeLoop(f: Frame, node: Syntax): void {
  f.scoped(undefined, endOf(node), () => {
    const range = evaluate(f, child(node, 'right'));
    const [head, body, after] = [f.builder.label(), f.builder.label(), f.builder.label()];
    f.builder.place(head);
    f.builder.branch(body);
    f.builder.branch(after);
    f.builder.seal();
    f.builder.place(body);
    f.scoped(undefined, endOf(node), () => {
      lowerDeclaration(
        f,
        { ...node, kids: node.kids.filter(({ field }) => field === 'type' || field === 'declarator') },
        range,
      );
      loop(f, node, head, after);
    });
    f.builder.jump(head);
    f.builder.place(after);
  });
}

interface Case {
  readonly node: Syntax;
  readonly label: BlockId;
  /** undefined for `default` */
  readonly value: Syntax | undefined;
}

function switched(f: Frame, node: Syntax): void {
  const condition = child(node, 'condition');
  const body = child(node, 'body');
  if (!condition || !body) return;
  const after = f.builder.label();
  const cases = casesIn(body).map((kid) => ({
    node: kid,
    label: f.builder.label(),
    value: child(kid, 'value'),
  }));
  dispatch(f, condition, cases, after);
  f.breaks.push({ label: after, depth: f.scopes.length });
  f.scoped(body, endOf(body), () => {
    for (const each of cases) {
      f.builder.place(each.label);
      lowerAll(
        f,
        each.node.kids.filter(({ field }) => field !== 'value'),
      );
    }
  });
  f.breaks.pop();
  f.builder.place(after);
}

function casesIn(body: Syntax): Syntax[] {
  return body.kids.flatMap((kid) => {
    if (kid.type === 'case_statement') return [kid];
    return kid.type.startsWith('preproc_') ? casesIn(kid) : [];
  });
}

function dispatch(f: Frame, condition: Syntax, cases: readonly Case[], after: BlockId): void {
  const subject = child(condition, 'value') ?? condition.kids[0] ?? condition;
  const value = evaluate(f, subject);
  const onErrno = value.errno ?? isErrno(subject);
  const tests = cases.map((each) => (each.value ? caseFact(f, value.place, onErrno, each.value) : undefined));
  const unnumbered = tests.filter((fact) => fact?.fact === 'opaque').slice(0, MOST_NAMES);
  cases.forEach(({ label, value: constant }, i) => {
    f.builder.testing = constant && spanOf(constant);
    const others = unnumbered.filter((fact) => fact !== tests[i]).map(negated);
    if (constant) f.builder.branch(label, tests[i] ? [tests[i], ...others] : []);
  });
  f.builder.testing = spanOf(subject);
  const others = tests.flatMap((fact) => (fact ? [negated(fact)] : []));
  f.builder.branch(cases.find((each) => !each.value)?.label ?? after, others);
  f.builder.seal();
}

type CaseFact = Extract<Fact, { fact: 'errno' | 'compare' | 'opaque' }>;

/** Of so many names without a known number it is said that they exclude each other. */
const MOST_NAMES = 24;

function caseFact(
  f: Frame,
  place: string | undefined,
  onErrno: boolean,
  constant: Syntax,
): CaseFact | undefined {
  const name = onErrno ? errnoName(constant) : undefined;
  if (name !== undefined) return { fact: 'errno', among: [name], holds: true };
  const value = evaluate(f, constant).value;
  if (place === undefined || onErrno) return undefined;
  if (value !== undefined) return { fact: 'compare', place, is: '==', with: value };
  return { fact: 'opaque', key: `${place} == ${normalized(constant)}`, reads: [place], holds: true };
}

function negated(fact: CaseFact): Fact {
  return fact.fact === 'compare' ? { ...fact, is: '!=' } : { ...fact, holds: !fact.holds };
}

function labeled(f: Frame, node: Syntax): void {
  const name = child(node, 'label');
  const target = name && f.labels.get(textOf(name));
  if (target) f.builder.place(target.label);
  for (const kid of node.kids) if (kid.field !== 'label') lowerStatement(f, kid);
}

function jump(f: Frame, node: Syntax): void {
  const name = child(node, 'label');
  const target = name && f.labels.get(textOf(name));
  if (!target) {
    f.builder.sure = false;
    return;
  }
  const stays = f.scopes.findIndex((scope) => scope.node !== undefined && !target.around.has(scope.node));
  f.jumpTo({ label: target.label, depth: stays < 0 ? f.scopes.length : stays }, keywordOf(node, 4));
}

function returned(f: Frame, node: Syntax): void {
  const value = node.kids.find((kid) => kid.type !== 'return' && kid.type !== 'co_return');
  const at = keywordOf(node, 6);
  if (f.returns) {
    evaluate(f, value);
    f.jumpTo(f.returns, at);
    return;
  }
  if (!value) f.leave(undefined, at);
  else if (isTest(value) || value.type === 'conditional_expression') {
    const result = f.temp();
    evaluateInto(f, value, result, at);
    f.leave(result, at);
  } else {
    const given = evaluate(f, value);
    f.leave(
      given.address && given.place !== undefined ? addressOf(given.place) : (given.place ?? given.value),
      at,
    );
  }
}

function thrown(f: Frame, node: Syntax): void {
  evaluate(
    f,
    node.kids.find((kid) => kid.type !== 'throw'),
  );
  if (f.builder.reachable) f.builder.jump(f.landingPad());
}
