import { ownPrototype } from '../evaluate/classes.js';
import { elementsOf } from '../evaluate/members.js';
import type { Value } from '../values.js';
import { functionMember } from './functions.js';
import { native, object, optionOf, optionsOf, textOf, UNDEFINED, UNKNOWN } from '../values.js';

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
    const fields = optionOf(method, 'object')?.fields;
    const name = textOf(fields?.get('key'));
    const [value, getter] = [fields?.get('value'), fields?.get('get')];
    if (name !== undefined && value) proto?.fields.set(name, value);
    if (name !== undefined && getter) proto?.fields.set(`get ${name}`, getter);
  }
  return made;
});

/** What the helpers of compilers come to, by names that no program can use. */
export const HELPERS: Readonly<Record<string, Value>> = {
  '@namespace': namespaceOf,
  '@inherits': inherits,
  '@class': classOf,
};
