import type { GraphId } from '../../../lifecycle/ir.js';
import type { SourceModule } from '../modules/source-module.js';
import { wholeOf } from '../modules/evaluate-module.js';
import type { Func, FunctionNode, Obj, Value } from '../values.js';
import { optionsOf, reach, streamsIn, UNKNOWN } from '../values.js';
import { tokenSpan } from './activation.js';
import { invoke } from './calls.js';
import { construct } from './classes.js';
import { escapeAll } from './escape.js';
import type { Frame } from './frame.js';
import { nameOf } from './functions.js';
import { interestingFunctions } from './interest.js';
import { isPrivate } from './privacy.js';
import type { Program } from './program.js';

/** What unseen code can call of a module, run once each with arguments of which nothing is known. */
export function enterExports(program: Program, module: SourceModule): GraphId[] {
  const entries: GraphId[] = [];
  const { frame } = module;
  if (!frame) return entries;
  program.interesting = interestingFunctions(module);
  if (program.interesting.size === 0) return entries;
  const exported = [...reach(wholeOf(module))].concat([...reach(module.exports)]);
  for (const value of exported) if (value.kind === 'object' && value.shape !== 'class') value.exposed = true;
  for (const value of derivedFirst(new Set(exported))) {
    if (value.kind !== 'function' && value.kind !== 'object') continue;
    const made: GraphId[] = [];
    const isWhole = program.attempt(() => {
      if (value.kind === 'function') made.push(...enterFunction(program, frame, value));
      else if (value.shape === 'class') made.push(...enterClass(program, frame, value));
      else made.push(...methodsGiven(program, frame, value));
    });
    if (isWhole) entries.push(...made);
  }
  return entries;
}

/** A method that a class inherits runs with what the class overrides: it is entered by the most derived one. */
function derivedFirst(values: ReadonlySet<Value>): Value[] {
  return [...values].sort((a, b) => basesOf(b) - basesOf(a));
}

function basesOf(value: Value): number {
  return value.kind === 'object' && value.shape === 'class'
    ? 1 + (value.proto ? basesOf(value.proto) : 0)
    : 0;
}

function isFresh(program: Program, { node }: Func): boolean {
  return !program.entered.has(node) && program.interesting.has(node);
}

function enterFunction(program: Program, frame: Frame, func: Func): GraphId[] {
  if (!isFresh(program, func)) return prototypeMethods(program, frame, func);
  return enterMethod(program, frame, func, undefined);
}

function enterMethod(program: Program, frame: Frame, func: Func, self: Value | undefined): GraphId[] {
  const { node } = func;
  const act = program.activation(nameOf(func), tokenSpan(node), node.async);
  const inner = program.frame(frame, false, []);
  act.gives = (value) => {
    escapeAll({ act, frame: inner }, [value], node, 'the caller');
  };
  const result = invoke({ act, frame: inner }, func, self, argumentsFor(node), node, {
    token: node,
    awaited: true,
  });
  const graph = program.finish(act);
  return [graph, ...prototypeMethods(program, frame, func), ...methodsGiven(program, frame, result)];
}

/** `exports.createAgent = () => new Agent()`: unseen code calls the methods of what it is given. */
function methodsGiven(program: Program, frame: Frame, result: Value): GraphId[] {
  return optionsOf(result).flatMap((option) => {
    const proto = option.kind === 'object' ? option.proto : undefined;
    return proto?.kind === 'object' ? methodsOf(program, frame, proto, option) : [];
  });
}

function argumentsFor(node: FunctionNode): Value[] {
  return node.params.map(() => UNKNOWN);
}

/** `Server.prototype.listen = function …` */
function prototypeMethods(program: Program, frame: Frame, func: Func): GraphId[] {
  const proto = func.properties.fields.get('prototype');
  if (proto?.kind !== 'object' || proto.fields.size === 0) return [];
  return enterMethods(program, frame, proto, instanceOf(program, frame, func, func.node));
}

function enterClass(program: Program, frame: Frame, made: Obj): GraphId[] {
  const proto = made.fields.get('prototype');
  if (!made.node || proto?.kind !== 'object' || !isWorthMaking(program, made.node)) return [];
  return enterMethods(program, frame, proto, instanceOf(program, frame, made, made.node));
}

/** An instance as unseen code makes it. */
function instanceOf(
  program: Program,
  frame: Frame,
  made: Obj | Func,
  node: Parameters<typeof construct>[3],
): { value: Value; graph: GraphId } {
  const act = program.activation('new', tokenSpan(node), false);
  const inner = program.frame(frame, false, []);
  const args = [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN];
  const value = program.exposing(() => construct({ act, frame: inner }, made, args, node)) ?? UNKNOWN;
  for (const option of optionsOf(value)) if (option.kind === 'object') option.exposed = true;
  return { value, graph: program.finish(act) };
}

function enterMethods(
  program: Program,
  frame: Frame,
  proto: Obj,
  { value, graph }: { value: Value; graph: GraphId },
): GraphId[] {
  return [graph, ...methodsOf(program, frame, proto, value)];
}

function methodsOf(program: Program, frame: Frame, proto: Obj, self: Value): GraphId[] {
  const methods = [...proto.fields.values(), ...inheritedBy(proto)].filter(({ kind }) => kind === 'function');
  const entries: GraphId[] = [];
  const enterAll = (isWanted: (method: Func) => boolean): void => {
    for (const method of methods)
      if (method.kind === 'function' && isWanted(method) && !program.exhausted)
        entries.push(...enterMethod(program, frame, method, self));
  };
  enterAll((method) => isFresh(program, method));
  const names = privateStreams(self);
  enterAll((method) => !program.entered.has(method.node) && mentions(method, names));
  return entries;
}

/** The fields by which only the methods of its class can get at an instance's sockets. */
function privateStreams(self: Value): string[] {
  return optionsOf(self).flatMap((option) =>
    option.kind === 'object'
      ? [...option.fields].flatMap(([name, value]) =>
          isPrivate(option, name) && streamsIn(value).length > 0 ? [name] : [],
        )
      : [],
  );
}

function mentions({ node, frame }: Func, names: readonly string[]): boolean {
  const text = frame.module.parsed.text.slice(...node.range);
  return names.some((name) => text.includes(name));
}

/** The methods of the base classes that the class leaves as they are. */
function inheritedBy({ fields, proto }: Obj): Value[] {
  if (proto?.kind !== 'object') return [];
  const own = [...proto.fields].filter(([name]) => !fields.has(name)).map(([, method]) => method);
  return [...own, ...inheritedBy(proto)];
}

/** Some member of the class makes sockets. */
function isWorthMaking({ interesting }: Program, { range }: { range: readonly [number, number] }): boolean {
  return [...interesting].some((node) => range[0] <= node.range[0] && node.range[1] <= range[1]);
}
