import type { Call } from '../evaluate/call.js';
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
      return native('call', (call) => applied(call, func, call.args[0], call.args.slice(1)));
    case 'apply':
      return native('apply', (call) => {
        const { elements, rest } = elementsOf(call.args[1] ?? UNKNOWN);
        const args = rest ? [...elements, rest, rest] : elements;
        return applied(call, func, call.args[0], args);
      });
    case 'prototype':
      return func.kind === 'function' ? prototypeOf(func) : nativePrototype(func);
    default:
      return undefined;
  }
}

/** `net.Socket.call(this, options)` in the constructor of what inherits from it makes no other socket. */
function applied(call: Call, func: Func | Native, self: Value | undefined, args: readonly Value[]): Value {
  if (func.kind === 'native' && func.initialize && self?.kind === 'stream') {
    func.initialize({ ...call, args, argNodes: [], self }, self);
    return UNDEFINED;
  }
  return invoke(call, func, self, args, call.node, { token: call.token, awaited: call.awaited });
}

/** What inherits from a class of the runtime is known by the end of its prototypes. */
function nativePrototype({ name, extended, initialize }: Native): Native | undefined {
  return (
    extended && { kind: 'native', name: `${name}.prototype`, extended, ...(initialize && { initialize }) }
  );
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
