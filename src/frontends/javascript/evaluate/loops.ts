import type { TSESTree } from '@typescript-eslint/types';
import type { BlockId } from '../../../lifecycle/ir.js';
import { awaitedEvent } from '../apis/streams.js';
import type { Pledge, Stream, Value } from '../values.js';
import { constant, either, numberOf, optionsOf, streamsIn, UNKNOWN } from '../values.js';
import { condition } from './conditions.js';
import { confinedTo } from './confined.js';
import { evaluate } from './expressions.js';
import { inlineGenerator } from './functions.js';
import { indexed, type Indexed } from './indexed.js';
import { elementsOf } from './members.js';
import { bindPattern } from './patterns.js';
import type { Scope } from './scope.js';
import { emit, inner } from './scope.js';
import { run } from './statements.js';

interface Exits {
  readonly breakTo: BlockId;
  readonly continueTo: BlockId;
}

function body(scope: Scope, statement: TSESTree.Statement, { breakTo, continueTo }: Exits): void {
  const labels = labelsOf(statement);
  scope.act.within({ kind: 'jump', labels, breakTo, continueTo }, () => {
    run(scope, statement);
  });
}

/** `outer: for (…)`: a labelled loop is continued by its label. */
function labelsOf(statement: TSESTree.Statement): string[] {
  const loop = statement.parent as TSESTree.Node | undefined;
  return loop?.parent?.type === 'LabeledStatement' ? [loop.parent.label.name] : [];
}

export function whileLoop(scope: Scope, node: TSESTree.WhileStatement | TSESTree.DoWhileStatement): void {
  const { builder } = scope.act;
  const [head, into, after] = [builder.label(), builder.label(), builder.label()];
  if (node.type === 'DoWhileStatement') builder.jump(into);
  builder.place(head);
  if (builder.reachable) condition(scope, node.test, into, after);
  builder.place(into);
  body(scope, node.body, { breakTo: after, continueTo: head });
  if (builder.reachable) builder.jump(head);
  builder.place(after);
}

export function forLoop(outer: Scope, node: TSESTree.ForStatement): void {
  const scope = inner(outer, node);
  const { builder } = scope.act;
  const [head, into, update, after] = [builder.label(), builder.label(), builder.label(), builder.label()];
  if (node.init?.type === 'VariableDeclaration') run(scope, node.init);
  else if (node.init) evaluate(scope, node.init);
  const counted = indexed(node);
  if (counted && elementwise(scope, node, counted)) return;
  // As with `for (… of …)` it is not asked whether there are elements.
  if (counted) builder.jump(into);
  builder.place(head);
  if (builder.reachable && node.test) condition(scope, node.test, into, after);
  else if (builder.reachable) builder.jump(into);
  builder.place(into);
  scope.act.times(roundsOf(scope, node), () => {
    body(scope, node.body, { breakTo: after, continueTo: update });
  });
  builder.place(update);
  if (node.update && builder.reachable) evaluate(scope, node.update);
  if (builder.reachable) builder.jump(head);
  builder.place(after);
}

/** A loop over known elements by their index: a round for each. */
function elementwise(scope: Scope, node: TSESTree.ForStatement, { index, over }: Indexed): boolean {
  const { elements, rest } = elementsOf(evaluate(scope, over));
  if (rest || elements.length === 0 || elements.length > MOST_ROUNDS || !elements.some(isWorthUnrolling))
    return false;
  const isShared = node.init?.type === 'VariableDeclaration' && node.init.kind === 'var';
  if (isShared && !confinedTo(node).has(index.name)) return false;
  rounds(scope, node, elements.length, (round, at) => {
    round.frame.declare(index.name, constant(at), 'const');
  });
  return true;
}

/** `for (let i = 0; i < 5000; i++)`: how often, where both ends are known; else once. */
function roundsOf(scope: Scope, { init, test, update }: TSESTree.ForStatement): number {
  const first = init?.type === 'VariableDeclaration' ? init.declarations[0]?.init : undefined;
  if (test?.type !== 'BinaryExpression' || !/^<=?$/.test(test.operator)) return 1;
  if (update?.type !== 'UpdateExpression' || first?.type !== 'Literal' || !isName(test.right)) return 1;
  const last = numberOf(evaluate(scope, test.right));
  return typeof first.value === 'number' && last !== undefined ? Math.max(1, last - first.value) : 1;
}

function isName({ type }: TSESTree.Node): boolean {
  return type === 'Identifier' || type === 'Literal';
}

export function forIn(scope: Scope, node: TSESTree.ForInStatement): void {
  const keys = optionsOf(evaluate(scope, node.right)).flatMap((option) =>
    option.kind === 'object' ? [...option.fields.keys()] : [],
  );
  if (keys.length > 0 && keys.length <= MOST_ROUNDS) {
    roundsOver(
      scope,
      node,
      keys.map((value) => ({ kind: 'constant', value })),
    );
  } else repeat(scope, node, UNKNOWN);
}

const MOST_ROUNDS = 16;

export function forOf(scope: Scope, node: TSESTree.ForOfStatement): void {
  const iterable = evaluate(scope, node.right);
  const [stream] = streamsIn(iterable);
  if (stream && (node.await || stream.type === 'readline')) {
    readToEnd(scope, node, stream);
    return;
  }
  if (consumesGenerator(scope, node, iterable)) return;
  const { elements, rest } = elementsOf(iterable);
  if (elements.length > 0 && elements.length <= MOST_ROUNDS && elements.some(isWorthUnrolling)) {
    roundsOver(scope, node, elements);
    if (rest) repeat(scope, node, rest);
    return;
  }
  const any = elements.reduce<Value | undefined>((all, next) => either(all, next), rest) ?? UNKNOWN;
  repeat(scope, node, any);
}

/** Numbers need no round of their own; names of events, functions and sockets do. */
function isWorthUnrolling(value: Value): boolean {
  return optionsOf(value).some(
    (o) => o.kind !== 'unknown' && !(o.kind === 'constant' && typeof o.value === 'number'),
  );
}

function bindLeft(scope: Scope, left: TSESTree.ForOfStatement['left'], value: Value): void {
  if (left.type !== 'VariableDeclaration') {
    bindPattern(scope, left, value, 'assign');
    return;
  }
  const [{ id }] = left.declarations;
  bindPattern(scope, id, value, left.kind === 'var' ? 'var' : left.kind === 'let' ? 'let' : 'const');
}

type ForEach = TSESTree.ForOfStatement | TSESTree.ForInStatement;

function roundsOver(scope: Scope, node: ForEach, values: readonly Value[]): void {
  rounds(scope, node, values.length, (round, at) => {
    bindLeft(round, node.left, values[at] ?? UNKNOWN);
  });
}

/** Runs the body of a loop a number of times. `begin` gives the names of a round their values. */
function rounds(
  scope: Scope,
  node: ForEach | TSESTree.ForStatement,
  count: number,
  begin: (round: Scope, at: number) => void,
): void {
  const { builder } = scope.act;
  const after = builder.label();
  for (let at = 0; at < count && builder.reachable; at++) {
    const next = builder.label();
    const round = inner(scope, node, at);
    round.frame.confined = confinedTo(node);
    begin(round, at);
    body(round, node.body, { breakTo: after, continueTo: next });
    builder.place(next);
  }
  builder.place(after);
}

/** What a loop over unknown things does to a socket counts: it is not asked whether there are any. */
function repeat(outer: Scope, node: ForEach, value: Value): void {
  const scope = inner(outer, node);
  const { builder } = scope.act;
  const [head, after] = [builder.label(), builder.label()];
  builder.place(head);
  bindLeft(scope, node.left, value);
  const next = builder.label();
  body(scope, node.body, { breakTo: after, continueTo: next });
  builder.place(next);
  if (builder.reachable) {
    builder.branch(head);
    builder.jump(after);
  }
  builder.place(after);
}

/** `for await (const chunk of socket)`: reads to the end, and destroys on the way out when that is not the end. */
function readToEnd(outer: Scope, node: ForEach, stream: Stream): void {
  const scope = inner(outer, node);
  const { act } = scope;
  const { builder } = act;
  const place = (stream.facts['input'] as string | undefined) ?? stream.place;
  const destroys = stream.type !== 'readline' && stream.facts['destroyOnReturn'] !== false;
  const iterated = iteratedBy(stream);
  if (!iterated || iterated.event === 'data')
    emit(scope, { op: 'consume', handle: place, how: 'for await' }, node.right);
  const [head, after] = [builder.label(), builder.label()];
  builder.place(head);
  const outcomes = iterated
    ? act.wait({ on: 'event', handle: place, event: iterated.event }, ['fulfilled'], node.right, scope.frame)
    : act.wait({ on: 'stream', handle: place }, ['data', 'end'], node.right, scope.frame);
  builder.place(outcomes.get('data') ?? outcomes.get('fulfilled') ?? head);
  const close = (): void => {
    if (destroys) emit(scope, { op: 'close', handle: place, how: 'for await' }, node.right);
  };
  bindLeft(scope, node.left, iterated ? iterated.value({ ...scope, node }) : UNKNOWN);
  const labels = labelsOf(node.body);
  act.within({ kind: 'jump', labels, breakTo: after }, () => {
    act.within({ kind: 'finally', run: close }, () => {
      act.within({ kind: 'jump', labels, continueTo: head }, () => {
        run(scope, node.body);
      });
    });
  });
  if (builder.reachable) builder.jump(head);
  const end = outcomes.get('end');
  if (end !== undefined) builder.place(end);
  if (end !== undefined && destroys && act.program.versions.forAwaitCloses) close();
  builder.place(after);
}

/** What an endless iteration over an emitter's events waits for, and what comes with each. */
function iteratedBy({ facts }: Stream): { event: string; value: Pledge['value'] } | undefined {
  const { of: source, iterated } = facts as { of?: Stream; iterated?: string };
  if (!source || iterated === undefined) return undefined;
  const { event = iterated, value } = awaitedEvent(source, iterated);
  return { event, value };
}

/** An own generator runs inside the loop that consumes it, the loop's body at its `yield`s. */
function consumesGenerator(scope: Scope, node: TSESTree.ForOfStatement, iterable: Value): boolean {
  const generator = optionsOf(iterable).find((o) => o.kind === 'object' && o.fields.has('@generator'));
  if (generator?.kind !== 'object') return false;
  const { builder } = scope.act;
  const after = builder.label();
  let rounds = 0;
  const onYield = (value: Value): void => {
    const next = builder.label();
    const round = inner(scope, node, rounds++);
    bindLeft(round, node.left, value);
    body(round, node.body, { breakTo: after, continueTo: next });
    builder.place(next);
  };
  inlineGenerator(scope, generator, node.right, onYield);
  builder.place(after);
  return true;
}
