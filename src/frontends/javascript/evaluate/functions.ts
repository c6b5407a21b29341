import type { TSESTree } from '@typescript-eslint/types';
import type { GraphId } from '../../../lifecycle/ir.js';
import type { Func, FunctionNode, Obj, Pledge, Value } from '../values.js';
import { array, bodiesIn, object, optionsOf, reach, UNDEFINED, UNKNOWN } from '../values.js';
import { makesItself, tokenSpan } from './activation.js';
import { invoke } from './calls.js';
import type { Body } from './called.js';
import { callShared, isCrowded } from './called.js';
import { escapeAll } from './escape.js';
import { evaluate } from './expressions.js';
import type { Frame } from './frame.js';
import { bindPattern } from './patterns.js';
import type { Task } from './program.js';
import type { Scope } from './scope.js';
import { emit } from './scope.js';
import { runBody } from './statements.js';
import { typedResult } from './types.js';

export function makeFunction(node: FunctionNode, frame: Frame, home?: Obj): Func {
  return { kind: 'function', node, frame, self: undefined, bound: [], home, properties: object() };
}

/** Activations nested deeper than this are not followed. */
const DEPTH = 30;

/** Runs a function of the analysed code where it is called. */
export function inlineFunction(
  scope: Scope,
  func: Func,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
  awaited: boolean,
): Value {
  if (!func.node.body || !scope.act.builder.reachable) return UNKNOWN;
  const all = func.bound.length === 0 ? args : [...func.bound, ...args];
  if (func.node.generator) return generator(func, self, all);
  if (func.node.async && !awaited) return spawn(scope, func, self, all, node);
  return enter(scope, func, self, all, node, () => UNDEFINED);
}

/** A closure keeps flags of its own: each making of it is one more. */
function makesFunctions(result: Value): boolean {
  return [...reach(result)].some(({ kind }) => kind === 'function');
}

function run(
  scope: Scope,
  func: Func,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
  otherwise: () => Value,
  isShared = false,
): Value {
  const { act } = scope;
  const callee = { node: func.node, self };
  if (act.isRunning(callee)) {
    giveUp(scope, func, node);
    return otherwise();
  }
  if (Math.max(act.nesting, scope.frame.stack.length) > DEPTH) return lost(scope, func, self, args, node);
  const frame = isShared
    ? act.program.shared(func, self, scope.frame)
    : (recursed(scope, func, self) ?? frameOf(scope, func, self, args, node));
  act.program.entered.add(func.node);
  return act.called(callee, node, scope.frame, () =>
    act.anchored(node, scope.frame, frame, () => runFunction({ act, frame }, func, self, args)),
  );
}

/** A function that led here, through callbacks: it runs again where it ran before. */
function recursed({ frame }: Scope, func: Func, self: Value | undefined): Frame | undefined {
  const before = frame.stack.find(
    (entry) => entry.node === func.node && entry.frame.parent === func.frame && !makesItself(entry, self),
  );
  return before?.frame;
}

/** What the same call of the same activation runs in: a call that is read again makes nothing new. */
function frameOf(
  { act: { program }, frame }: Scope,
  func: Func,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
): Frame {
  const told = [func, ...(self ? [self] : []), ...args].map((value) => identity(program.identify, value));
  const key = [program.identify(node), frame.id, ...told].join();
  const known = program.frames.get(key);
  if (known) return known;
  const made = program.context(func, self, frame);
  program.frames.set(key, made);
  return made;
}

/** Too deep to follow: what it is given or can name is in code that is not read. */
function lost(
  scope: Scope,
  func: Func,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
): Value {
  escapeAll(scope, self ? [...args, self] : args, node, 'a call');
  giveUp(scope, func, node);
  return UNKNOWN;
}

/** What a function does this time to the sockets it can name is not followed: it may go another way than before. */
function giveUp(scope: Scope, { frame }: Func, node: TSESTree.Node): void {
  for (const handle of frame.streamsHeld()) emit(scope, { op: 'escape', handle, to: 'a call' }, node);
}

/** A function that did nothing to sockets gives the same for the same arguments: it is not run again. */
function enter(
  scope: Scope,
  func: Func,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
  otherwise: () => Value,
): Value {
  const { program } = scope.act;
  const receiver = func.self ?? self;
  const key = [func, ...(receiver ? [receiver] : []), ...args]
    .map((value) => identity(program.identify, value))
    .join();
  const known = program.plain.get(key);
  if (known) {
    if (known.throws) scope.act.mayThrow(node, scope.frame);
    return known.result;
  }
  if (isCrowded(scope, func)) return callShared(scope, func, self, args, node, sharedBody(scope, func, node));
  const { effects, thrown } = program;
  const before = program.nextId();
  const given = run(scope, func, self, args, node, otherwise);
  const result = given.kind === 'unknown' ? (typedResult(scope, func) ?? given) : given;
  if (program.effects !== effects && node !== func.node) markReceived(scope, result, before, node);
  if (program.effects === effects && scope.act.builder.reachable && !makesFunctions(result))
    program.plain.set(key, { result, throws: program.thrown > thrown });
  return result;
}

/** What runs in a function's own graph, whoever called it. */
function sharedBody({ frame }: Scope, func: Func, node: TSESTree.Node): Body {
  return (act, self, args) => run({ act, frame }, func, self, args, node, () => UNKNOWN, true);
}

/**
 * Says where a caller gets a response that was asked for in the callee, after the id `before`: from there on its body is
 * the caller's to read. The result may be the response, hold it as a `part` by some name, or be nothing on another way.
 */
function markReceived(scope: Scope, result: Value, before: number, node: TSESTree.Node): void {
  const places = bodiesIn(result, before).map(({ place }) => place);
  if (places.length === 0 || !scope.act.builder.reachable) return;
  const options = optionsOf(result);
  const holding = options.filter((option) => bodiesIn(option).length > 0);
  const [key, ...others] = new Set(holding.map(partIn));
  const how = holding.length < options.length ? 'perhaps' : 'whole';
  const detail = key === undefined || others.length > 0 ? 'part' : `${how}${key}`;
  emit(scope, { op: 'special', name: 'received', places, detail }, node);
}

/** `.response` for an object with the response in that field, nothing for the response itself; undefined for all else. */
function partIn(value: Value): string | undefined {
  if (value.kind === 'stream') return '';
  if (value.kind !== 'object') return undefined;
  const [field, ...others] = [...value.fields].filter(([, held]) => bodiesIn(held).length > 0);
  const [key, held] = field ?? [];
  return held?.kind === 'stream' && others.length === 0 && /^\w+$/.test(key ?? '') ? `.${key}` : undefined;
}

const mentioning = new WeakMap<FunctionNode, boolean>();

/** Whether `arguments` may be asked for: it is made for those who do. */
export function mentionsArguments(node: FunctionNode, { module }: Frame): boolean {
  const known = mentioning.get(node) ?? module.parsed.text.slice(...node.range).includes('arguments');
  mentioning.set(node, known);
  return known;
}

function runFunction(scope: Scope, func: Func, self: Value | undefined, args: readonly Value[]): Value {
  const { act, frame } = scope;
  const { node } = func;
  if (node.type !== 'ArrowFunctionExpression') {
    frame.declare('this', func.self ?? self ?? UNKNOWN, 'const');
    if (mentionsArguments(node, frame)) frame.declare('arguments', array(args), 'const');
  }
  if (func.home) frame.declare('super home', func.home, 'const');
  bindParameters(scope, node, args);
  markEntry(scope, node);
  const after = act.builder.label();
  const last = node.body?.type === 'BlockStatement' ? node.body.body.at(-1) : undefined;
  const target = { kind: 'call' as const, to: after, last, result: undefined as Value | undefined };
  act.within(target, () => {
    const { body } = node;
    if (!body) return;
    if (body.type === 'BlockStatement') runBody(scope, body.body);
    else {
      const value = evaluate(scope, body);
      if (act.builder.reachable) act.returns(value);
    }
  });
  act.builder.place(after);
  return target.result ?? UNDEFINED;
}

/** Says which sockets a function can name: its place is where an event may have to be handled. */
function markEntry(scope: Scope, node: FunctionNode): void {
  const names = scope.frame.streamNames();
  for (const [place, name] of names) {
    scope.act.emit({ op: 'special', name: 'entered', places: [place] }, headOf(node), scope.frame, name);
  }
}

/** A function is told by its first token. */
function headOf(node: FunctionNode): TSESTree.Node {
  return node.id ?? node;
}

function bindParameters(scope: Scope, node: FunctionNode, args: readonly Value[]): void {
  node.params.forEach((param, index) => {
    if (param.type === 'RestElement') bindPattern(scope, param.argument, array(args.slice(index)), 'let');
    else bindPattern(scope, param, args[index] ?? UNDEFINED, 'let');
    if (param.type === 'TSParameterProperty') setParameterProperty(scope, param);
  });
}

/** `constructor(private socket: Socket)` */
function setParameterProperty({ frame }: Scope, { parameter }: TSESTree.TSParameterProperty): void {
  const id = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  const self = frame.find('this')?.value;
  if (id.type !== ('Identifier' as string) || !self) return;
  const value = frame.find(id.name)?.value;
  if (value && (self.kind === 'object' || self.kind === 'stream')) self.fields.set(id.name, value);
}

/** An asynchronous function that nobody awaits here: an activation of its own. */
function spawn(
  scope: Scope,
  func: Func,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
): Pledge {
  const { act, frame } = scope;
  const { program } = act;
  const told = [func, ...(self ? [self] : []), ...args].map((value) => identity(program.identify, value));
  const key = ['spawn', program.identify(node), frame.id, ...told].join();
  const task = program.tasks.get(key) ?? start(scope, func, self, args, node, key);
  emit(scope, { op: 'spawn', graph: task.graph, promise: task.promise }, node);
  return {
    kind: 'pledge',
    place: task.promise,
    on: 'promise',
    mayReject: true,
    isKnown: () => true,
    value: () => task.result ?? UNKNOWN,
  };
}

/** Reads an asynchronous activation into a graph of its own; while that lasts, it is known to whoever starts it again. */
function start(
  { act: { program, inherited }, frame }: Scope,
  func: Func,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
  key: string,
): Task {
  const act = program.activation(nameOf(func), tokenSpan(node), true, inherited);
  const task: Task = { graph: act.id, promise: program.place('promise'), result: undefined };
  program.tasks.set(key, task);
  task.result = enter({ act, frame }, func, self, args, node, () => UNKNOWN);
  program.finish(act);
  return task;
}

export function nameOf({ node }: Func): string {
  return node.id?.name ?? 'function';
}

/**
 * The graph that runs when an event calls `value`; undefined when that is code nobody can read. What it returns goes to
 * `taken`; an event drops it.
 */
export function listener(
  scope: Scope,
  value: Value,
  self: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
  when: 'later' | 'lastly' = 'later',
  taken?: (scope: Scope, result: Value) => void,
): GraphId | undefined {
  const known = optionsOf(value).filter(({ kind }) => kind === 'function' || kind === 'native');
  if (known.length === 0 || scope.act.program.isMuted) return undefined;
  const { program } = scope.act;
  const key =
    known.map((option) => identity(program.identify, option)).join() +
    args.map((a) => identity(program.identify, a)).join() +
    (taken ? ' taken' : '');
  const made = program.listeners.get(key);
  if (made !== undefined) return made;
  const [first] = known;
  const rejects = first?.kind === 'function' && first.node.async;
  const at = tokenSpan(first?.kind === 'function' ? first.node : node);
  const act = program.activation(
    first?.kind === 'function' ? nameOf(first) : 'native',
    at,
    rejects,
    scope.act.inheritedAt(node, scope.frame),
  );
  program.listeners.set(key, act.id);
  program[when](() => {
    const inner = { act, frame: scope.frame };
    const result = invoke(inner, value, self, args, node, { token: node, awaited: true });
    taken?.(inner, result);
    program.finish(act);
  });
  return act.id;
}

/** Equal for a closure made twice by the same activation. */
export function identity(identify: (thing: object) => number, value: Value): string {
  if (value.kind === 'function')
    return `${identify(value.node)}/${identify(value.frame)}/${value.self ? identity(identify, value.self) : ''}`;
  if (value.kind === 'stream' || (value.kind === 'pledge' && value.place !== undefined))
    return value.place ?? '';
  if (value.kind === 'constant') return String(value.value);
  if (value.kind === 'unknown') return '?';
  if (value.kind === 'union')
    return `(${value.options.map((option) => identity(identify, option)).join('|')})`;
  return String(identify(value));
}

/** The iterator of a generator: its body runs where it is consumed. */
function generator(func: Func, self: Value | undefined, args: readonly Value[]): Obj {
  const made = object();
  made.fields.set('@generator', func);
  made.fields.set('@arguments', array(args));
  if (self) made.fields.set('@self', self);
  return made;
}

export function inlineGenerator(
  scope: Scope,
  made: Obj,
  node: TSESTree.Node,
  onYield: (value: Value) => void,
): void {
  const func = made.fields.get('@generator');
  const args = made.fields.get('@arguments');
  if (func?.kind !== 'function' || args?.kind !== 'object') return;
  scope.act.consuming(onYield, () => {
    enter(scope, func, made.fields.get('@self'), args.elements, node, () => UNDEFINED);
  });
}
