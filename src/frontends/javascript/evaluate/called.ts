import type { GraphId } from '../../../lifecycle/ir.js';
import type { Func, Value } from '../values.js';
import { either, UNKNOWN } from '../values.js';
import { Activation, tokenSpan } from './activation.js';
import { escapeAll } from './escape.js';
import type { Scope } from './scope.js';
import { emit } from './scope.js';

/** How often a function is read where it is called, in one start, before it gets a graph of its own. */
const INLINED = 4;

/** How often such a graph is read: again when all its callers are known, and when more came to light. */
const READINGS = 3;

/** A function with a graph that all its further callers share: what it is given is all they ever gave it. */
export interface Called {
  readonly graph: GraphId;
  self: Value | undefined;
  args: readonly Value[];
  result: Value | undefined;
  throws: boolean;
  readings: number;
  isWaiting: boolean;
}

/** Reads the body of a function with what it is given into an activation. */
export type Body = (act: Activation, self: Value | undefined, args: readonly Value[]) => Value;

/** Whether a function was read so often where it was called that the next call is not read any more. */
export function isCrowded({ act: { program } }: Scope, { node }: Func): boolean {
  const count = (program.readings.get(node) ?? 0) + 1;
  program.readings.set(node, count);
  return count > INLINED && !node.async && !node.generator;
}

/**
 * Calls a function by its own graph. All such calls are one: without this, functions that call each other are read once
 * for each way that leads to them, and there are more ways than can be read.
 */
export function callShared(
  scope: Scope,
  func: Func,
  self: Value | undefined,
  args: readonly Value[],
  node: Parameters<typeof emit>[2],
  body: Body,
): Value {
  const { act } = scope;
  const { program } = act;
  const key = `${program.identify(func.node)}/${func.frame.id}`;
  const known = program.called.get(key);
  const called = known ?? begun(scope, func);
  const isNew = given(called, self, args);
  program.called.set(key, called);
  const read = (): void => {
    called.isWaiting = false;
    readShared(scope, func, called, body);
  };
  if (!known) read();
  if (!called.isWaiting && called.readings < READINGS && (isNew || !known)) {
    called.isWaiting = true;
    program.lastly(read);
  }
  if (isNew && known) escapeAll(scope, self ? [...args, self] : args, node, 'a call');
  return called.throws ? mayThrow(scope, called, node) : plainly(scope, called, node);
}

function begun({ act: { program } }: Scope, { node }: Func): Called {
  const graph = `${node.id?.name ?? 'function'}@${program.nextId()}`;
  return {
    graph,
    self: undefined,
    args: [],
    result: undefined,
    throws: false,
    readings: 0,
    isWaiting: false,
  };
}

/** Joins what one more caller gives; true when there was something new. */
function given(called: Called, self: Value | undefined, args: readonly Value[]): boolean {
  const before = [called.self, ...called.args];
  if (self) called.self = either(called.self, self);
  const count = Math.max(args.length, called.args.length);
  called.args = Array.from({ length: count }, (_, i) => either(called.args[i], args[i]));
  return before.length !== count + 1 || [called.self, ...called.args].some((value, i) => value !== before[i]);
}

function readShared(
  { act: { program, inherited, nesting } }: Scope,
  func: Func,
  called: Called,
  body: Body,
): void {
  called.readings++;
  const { thrown } = program;
  const act = new Activation(
    program,
    called.graph,
    func.node.id?.name ?? 'function',
    tokenSpan(func.node),
    false,
    inherited,
    nesting + 1,
  );
  if (called.readings === READINGS) called.args = called.args.map((value) => either(value, UNKNOWN));
  called.result = either(called.result, body(act, called.self, called.args));
  called.throws ||= program.thrown > thrown;
  program.graphs.set(called.graph, { ...act.finish(), isCalled: true });
}

function plainly(scope: Scope, { graph, result }: Called, node: Parameters<typeof emit>[2]): Value {
  emit(scope, { op: 'call', callee: { graph }, args: [] }, node);
  return result ?? UNKNOWN;
}

/** One way goes on, the other leaves by the exception that came out of the call. */
function mayThrow(scope: Scope, called: Called, node: Parameters<typeof emit>[2]): Value {
  const { act, frame } = scope;
  const { graph, result } = called;
  if (!act.isThrowSeen) return plainly(scope, called, node);
  const place = act.program.placeOnce('thrown', node, frame);
  emit(scope, { op: 'call', callee: { graph }, args: [], thrown: place }, node);
  act.mayThrow(node, frame, place);
  return result ?? UNKNOWN;
}
