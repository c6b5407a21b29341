import type { Func, Native, Obj, Value } from '../values.js';
import { native, object, UNDEFINED, UNKNOWN } from '../values.js';
import { invoke } from '../evaluate/calls.js';
import { elementsOf } from '../evaluate/members.js';

/** `bind`, `call`, `apply` and `prototype` of a function. */
export function functionMember(func: Func | Native, name: string): Value | undefined {
  switch (name) {
    case 'bind':
      return native('bind', ({ args }) => bound(func, args[0] ?? UNDEFINED, args.slice(1)));
    case 'call':
      return native('call', (call) =>
        invoke(call, func, call.args[0], call.args.slice(1), call.node, {
          token: call.token,
          awaited: call.awaited,
        }),
      );
    case 'apply':
      return native('apply', (call) => {
        const { elements, rest } = elementsOf(call.args[1] ?? UNKNOWN);
        const args = rest ? [...elements, rest, rest] : elements;
        return invoke(call, func, call.args[0], args, call.node, {
          token: call.token,
          awaited: call.awaited,
        });
      });
    case 'prototype':
      return func.kind === 'function' ? prototypeOf(func) : undefined;
    default:
      return undefined;
  }
}

function bound(func: Func | Native, self: Value, args: readonly Value[]): Value {
  if (func.kind === 'function') return { ...func, self, bound: [...func.bound, ...args] };
  return native(func.name, (call) =>
    invoke(call, func, self, [...args, ...call.args], call.node, {
      token: call.token,
      awaited: call.awaited,
    }),
  );
}

function prototypeOf(func: Func): Obj {
  const known = func.properties.fields.get('prototype');
  if (known?.kind === 'object') return known;
  const made = object();
  func.properties.fields.set('prototype', made);
  return made;
}
