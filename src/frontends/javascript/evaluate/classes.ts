import type { TSESTree } from '@typescript-eslint/types';
import type { Func, Obj, Stream, Value } from '../values.js';
import { object, optionsOf, UNDEFINED, UNKNOWN } from '../values.js';
import type { Call } from './call.js';
import { callLater, escapeAll } from './escape.js';
import { evaluate } from './expressions.js';
import { inlineFunction, makeFunction } from './functions.js';
import { readMember } from './members.js';
import { keyOf } from './patterns.js';
import type { Scope } from './scope.js';
import { born, fieldPlace, inner, track } from './scope.js';
import { runBody } from './statements.js';
import type { Frame } from './frame.js';

type ClassNode = TSESTree.ClassDeclaration | TSESTree.ClassExpression;

/** A class is an object whose `prototype` holds the methods; its own prototype is the class it extends. */
export function declareClass(scope: Scope, node: ClassNode): Obj {
  const base = node.superClass ? evaluate(scope, node.superClass) : undefined;
  const make = (): Obj => object('class', { node, frame: scope.frame, ...(base ? { proto: base } : {}) });
  const made = scope.act.program.once(node, scope.frame, make);
  if (made.kind !== 'object' || made.fields.has('prototype')) return made.kind === 'object' ? made : make();
  const proto = object();
  made.fields.set('prototype', proto);
  proto.fields.set('constructor', made);
  proto.proto = base && prototypeOf(base);
  if (node.id) scope.frame.declare(node.id.name, made, 'const');
  const within = inner(scope, node);
  for (const member of node.body.body) declareMember(within, made, proto, member);
  return made;
}

function prototypeOf(base: Value): Value | undefined {
  for (const option of optionsOf(base)) {
    if (option.kind === 'object') return option.fields.get('prototype');
    if (option.kind === 'function') return option.properties.fields.get('prototype');
    if (option.kind === 'native' && option.extended) return undefined;
    if (option.kind === 'native') return option.member?.('prototype') ?? { kind: 'unknown', from: 'foreign' };
    if (option.kind === 'unknown') return option;
  }
  return undefined;
}

function declareMember(scope: Scope, made: Obj, proto: Obj, member: TSESTree.ClassElement): void {
  switch (member.type) {
    case 'MethodDefinition': {
      const name = keyOf(scope, member);
      if (name === undefined || member.kind === 'constructor') return;
      const owner = member.static ? made : proto;
      const key = member.kind === 'method' ? name : `${member.kind} ${name}`;
      owner.fields.set(key, makeFunction(member.value, scope.frame, proto));
      return;
    }
    case 'PropertyDefinition': {
      if (!member.static) return;
      const name = keyOf(scope, member);
      const self = selfScope(scope, made);
      if (name !== undefined && member.value) made.fields.set(name, evaluate(self, member.value));
      return;
    }
    case 'StaticBlock':
      runBody(selfScope(scope, made), member.body);
  }
}

function selfScope(scope: Scope, self: Value): Scope {
  const within = inner(scope, self);
  within.frame.declare('this', self, 'const');
  return within;
}

/** `new C(…)`; undefined when `C` is not known. */
export function construct(
  scope: Scope,
  callee: Value,
  args: readonly Value[],
  node: TSESTree.Node,
): Value | undefined {
  for (const option of optionsOf(callee)) {
    if (option.kind === 'object' && option.shape === 'class') return instantiate(scope, option, args, node);
    if (option.kind === 'function') return constructFunction(scope, option, args, node);
    if (option.kind === 'native' && option.construct)
      return option.construct(construction(scope, args, node));
  }
  return undefined;
}

/** What a native constructor is told. */
function construction(scope: Scope, args: readonly Value[], node: TSESTree.Node): Call {
  return {
    ...scope,
    node,
    token: calleeOf(node),
    args,
    argNodes: argumentsOf(node),
    self: UNDEFINED,
    awaited: false,
  };
}

function calleeOf(node: TSESTree.Node): TSESTree.Node {
  return node.type === 'NewExpression' ? node.callee : node;
}

function argumentsOf(node: TSESTree.Node): readonly TSESTree.Node[] {
  return node.type === 'NewExpression' ? node.arguments : [];
}

function instantiate(scope: Scope, made: Obj, args: readonly Value[], node: TSESTree.Node): Value {
  const { program } = scope.act;
  const instance = program.once(
    node,
    scope.frame,
    () => inheritedStream(scope, made.proto, args, node) ?? object(),
  );
  if (instance.kind !== 'object' && instance.kind !== 'stream') return UNKNOWN;
  instance.proto = made.fields.get('prototype');
  expose(program, instance);
  if (instance.kind === 'object') born(scope, instance, node);
  runConstructor(scope, made, instance, args, node);
  if (instance.kind === 'stream') callHooks(scope, instance, node);
  else callAsked(scope, made, instance, node);
  return instance;
}

/** What the runtime calls of an object whose class extends one of its own. */
function callAsked(scope: Scope, { proto: base }: Obj, self: Obj, node: TSESTree.Node): void {
  for (const option of base ? optionsOf(base) : []) {
    if (option.kind === 'object') callAsked(scope, option, self, node);
    if (option.kind !== 'native') continue;
    for (const name of option.asks ?? []) {
      const method = readMember(scope, self, name, node);
      if (method.kind === 'function') callLater(scope, { ...method, self }, node, 'interval');
    }
  }
}

/** What the runtime calls of a stream's own methods, as data is asked for or comes (Node.js documentation, "API for stream implementers"). */
const HOOKS = ['_read', '_write', '_writev', '_transform', '_flush', '_final', '_destroy', '_construct'];

function callHooks(scope: Scope, self: Stream, node: TSESTree.Node): void {
  for (const name of HOOKS)
    for (const proto of optionsOf(self.proto ?? UNDEFINED)) {
      const hook = proto.kind === 'object' ? proto.fields.get(name) : undefined;
      if (hook?.kind === 'function') callHook(scope, name.slice(1), { ...hook, self }, self, node);
    }
}

/** `_final` waits for somebody to end the stream, unless the stream does so itself. */
export function callHook(scope: Scope, name: string, hook: Value, self: Stream, node: TSESTree.Node): void {
  if (name === 'final' && self.facts['endsItself'] !== true)
    callLater(scope, hook, node, 'final', self.place);
  else callLater(scope, hook, node, 'interval');
}

/** Only the outermost instance is in unseen hands: what its constructor makes is not. */
function expose(program: Scope['act']['program'], instance: Obj | Stream): void {
  if (!program.exposes) return;
  program.exposes = false;
  if (instance.kind === 'object') instance.exposed = true;
  else instance.shared = true;
}

function constructorOf({ node }: Obj): TSESTree.MethodDefinition | undefined {
  return node?.body.body.find(
    (member): member is TSESTree.MethodDefinition =>
      member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
}

function runConstructor(
  scope: Scope,
  made: Obj,
  self: Obj | Stream,
  args: readonly Value[],
  node: TSESTree.Node,
): void {
  const definition = constructorOf(made);
  const base = made.proto;
  if (definition && made.frame) {
    if (!base) initializeFields(scope, made, self);
    const proto = made.fields.get('prototype');
    const func = makeFunction(definition.value, made.frame, proto?.kind === 'object' ? proto : undefined);
    inlineFunction(scope, func, self, args, node, false);
    return;
  }
  if (base) constructBase(scope, base, self, args, node);
  initializeFields(scope, made, self);
}

function constructBase(
  scope: Scope,
  base: Value,
  self: Obj | Stream,
  args: readonly Value[],
  node: TSESTree.Node,
): void {
  for (const option of optionsOf(base)) {
    if (option.kind === 'object') runConstructor(scope, option, self, args, node);
    else if (option.kind === 'function') inlineFunction(scope, option, self, args, node, false);
    else if (option.kind === 'native' && self.kind === 'stream')
      option.initialize?.(
        { ...scope, node, token: node, args, argNodes: argumentsOf(node), self, awaited: false },
        self,
      );
    else if (option.kind === 'unknown') escapeAll(scope, [self, ...args], node, 'a base class');
  }
}

/** `super(…)` */
export function superCall(scope: Scope, node: TSESTree.CallExpression, args: readonly Value[]): Value {
  const self = scope.frame.find('this')?.value;
  const home = scope.frame.find('super home')?.value;
  const made = home?.kind === 'object' ? home.fields.get('constructor') : undefined;
  if (made?.kind !== 'object' || (self?.kind !== 'object' && self?.kind !== 'stream')) return UNDEFINED;
  if (made.proto) constructBase(scope, made.proto, self, args, node);
  initializeFields(scope, made, self);
  return UNDEFINED;
}

function initializeFields(scope: Scope, made: Obj, self: Obj | Stream): void {
  const { node, frame } = made;
  if (!node || !frame) return;
  const within: Scope = { act: scope.act, frame: fieldFrame(scope, frame, self, node) };
  for (const member of node.body.body) {
    if (member.type !== 'PropertyDefinition' || member.static) continue;
    const name = keyOf(within, member);
    if (name === undefined || !member.value) continue;
    const value = evaluate(within, member.value);
    self.fields.set(name, value);
    if (self.kind === 'object') track(within, fieldPlace(self, name), value, member.key);
  }
}

/** Where the initializers of an instance's fields run: the same whenever it is read. */
function fieldFrame(
  { act: { program }, frame: from }: Scope,
  frame: Frame,
  self: Value,
  node: object,
): Frame {
  const key = `fields ${program.identify(node)}/${program.identify(self)}`;
  const known = program.frames.get(key);
  if (known) return known;
  const made = program.frame(frame, true, from.stack);
  made.declare('this', self, 'const');
  program.frames.set(key, made);
  return made;
}

/** The `prototype` of a function, made when it is first needed. */
export function ownPrototype({ properties: { fields } }: Func): Value {
  const proto = fields.get('prototype') ?? object();
  fields.set('prototype', proto);
  return proto;
}

/** `function Session(socket) { this.socket = socket }` used with `new`. */
function constructFunction(scope: Scope, func: Func, args: readonly Value[], node: TSESTree.Node): Value {
  const proto = ownPrototype(func);
  const make = (): Value => inheritedStream(scope, proto, args, node) ?? object();
  const instance = scope.act.program.once(node, scope.frame, make);
  if (instance.kind !== 'object' && instance.kind !== 'stream') return UNKNOWN;
  instance.proto = proto;
  expose(scope.act.program, instance);
  if (instance.kind === 'object') born(scope, instance, node);
  const result = inlineFunction(scope, func, instance, args, node, true);
  if (instance.kind === 'stream') callHooks(scope, instance, node);
  return result.kind === 'object' || result.kind === 'stream' ? result : instance;
}

/**
 * A class that extends one of the runtime's streams makes such streams, and so does a function whose prototypes lead to one
 * (`util.inherits(Frames, stream.Duplex)`).
 * @param base the class that is extended, or the prototype.
 */
function inheritedStream(
  scope: Scope,
  base: Value | undefined,
  args: readonly Value[],
  node: TSESTree.Node,
): Stream | undefined {
  for (const option of base ? optionsOf(base) : []) {
    if (option.kind === 'native') return option.extended?.(construction(scope, args, node));
    if (option.kind === 'object') return inheritedStream(scope, option.proto, args, node);
  }
  return undefined;
}
