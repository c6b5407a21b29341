import { ownPrototype } from '../evaluate/classes.js';
import { escapeAll } from '../evaluate/escape.js';
import { elementsOf } from '../evaluate/members.js';
import type { Obj, Value } from '../values.js';
import { functionMember } from './functions.js';
import {
  either,
  FOREIGN,
  native,
  object,
  optionOf,
  optionsOf,
  textOf,
  UNDEFINED,
  UNKNOWN,
} from '../values.js';

/** What an import gives of a CommonJS module: it is its own default, unless it was compiled from one that has a default. */
const namespaceOf = native('namespace', ({ args: [whole = UNKNOWN] }) => {
  if (whole.kind === 'native') return whole;
  const compiled = optionOf(whole, 'object');
  if (compiled?.fields.has('default')) return whole;
  const made = object('object', { proto: compiled });
  made.fields.set('default', whole);
  return made;
});

/** `util.inherits(Session, EventEmitter)`, and what a class that extends another is compiled to. */
export const inherits = native('util.inherits', ({ args: [sub, base] }) => {
  const proto = base && prototypeOf(base);
  const own = sub && prototypeOf(sub);
  if (own?.kind === 'object' && proto) own.proto = proto;
  return UNDEFINED;
});

function prototypeOf(value: Value): Value | undefined {
  for (const option of optionsOf(value)) {
    if (option.kind === 'object') return option.fields.get('prototype');
    if (option.kind === 'native') return option.member?.('prototype') ?? functionMember(option, 'prototype');
    if (option.kind === 'function') return ownPrototype(option);
  }
  return undefined;
}

/** What a class is compiled to: a function, and its methods as a list of `{ key, value }`. */
const classOf = native('class', ({ args: [made = UNKNOWN, methods] }) => {
  const proto = optionOf(prototypeOf(made), 'object');
  for (const method of methods ? elementsOf(methods).elements : []) {
    const described = optionOf(method, 'object');
    const name = textOf(described?.fields.get('key'));
    if (proto && name !== undefined) define(proto, name, described);
  }
  return made;
});

/** `Object.defineProperty(exports, 'serve', { enumerable: true, get: () => server.serve })` */
export const defineProperty = native('Object.defineProperty', ({ args: [target = UNKNOWN, key, how] }) => {
  const owner = optionOf(target, 'object');
  const name = textOf(key);
  if (owner && name !== undefined) define(owner, name, optionOf(how, 'object'));
  return target;
});

function define({ fields }: Obj, name: string, described: Obj | undefined): void {
  const [value, getter] = [described?.fields.get('value'), described?.fields.get('get')];
  if (value) fields.set(name, either(fields.get(name), value));
  if (getter) fields.set(`get ${name}`, getter);
}

/** `__export(exports, { serve: () => serve })` */
const exportsOf = native('exports', ({ args: [target, made] }) => {
  const fields = optionOf(target, 'object')?.fields;
  for (const [name, getter] of optionOf(made, 'object')?.fields ?? []) fields?.set(`get ${name}`, getter);
  return UNDEFINED;
});

/** What is not read has what it is given; that it fails is nothing that the source says. */
const unseen = native('unseen', (call) => {
  escapeAll(call, call.args, call.node, 'compiled code');
  return FOREIGN;
});

/** What the helpers of compilers come to, by names that no program can use. */
export const HELPERS: Readonly<Record<string, Value>> = {
  '@unseen': unseen,
  '@namespace': namespaceOf,
  '@inherits': inherits,
  '@class': classOf,
  '@exports': exportsOf,
};
