import { awaitValue } from '../evaluate/await.js';
import { tokenSpan } from '../evaluate/activation.js';
import type { Call } from '../evaluate/call.js';
import { invoke } from '../evaluate/calls.js';
import { escapeAll } from '../evaluate/escape.js';
import { elementsOf } from '../evaluate/members.js';
import { identity } from '../evaluate/functions.js';
import type { Deferred, Task } from '../evaluate/program.js';
import type { Scope } from '../evaluate/scope.js';
import type { Place } from '../../../lifecycle/ir.js';
import type { Native, Pledge, Value } from '../values.js';
import {
  array,
  either,
  FOREIGN,
  namespace,
  native,
  optionOf,
  optionsOf,
  UNDEFINED,
  UNKNOWN,
} from '../values.js';

/** A promise of which nothing more is known than that it settles. */
export function somePledge(value: Pledge['value'], mayReject = true): Pledge {
  return { kind: 'pledge', place: undefined, on: 'unknown', mayReject, value };
}

/** `then`, `catch` and `finally` are small asynchronous functions that await the promise. */
export function pledgeMember(pledge: Pledge, name: string): Value | undefined {
  if (name === 'then') return native('then', (call) => reaction(call, pledge, call.args[0], call.args[1]));
  if (name === 'catch') return native('catch', (call) => reaction(call, pledge, undefined, call.args[0]));
  if (name === 'finally') return native('finally', (call) => lastly(call, pledge, call.args[0] ?? UNDEFINED));
  return UNKNOWN;
}

function isFunction(value: Value | undefined): value is Value {
  return value !== undefined && value.kind !== 'constant';
}

function reaction(
  call: Call,
  pledge: Pledge,
  fulfilled: Value | undefined,
  rejected: Value | undefined,
): Pledge {
  return task(call, pledge, (scope) => {
    const { builder } = scope.act;
    const [caught, after] = [builder.label(), builder.label()];
    let value: Value = UNDEFINED;
    const run = (): void => {
      value = awaitValue(scope, pledge, call.node);
    };
    if (isFunction(rejected)) scope.act.within({ kind: 'catch', to: caught, frame: call.frame }, run);
    else run();
    if (builder.reachable) {
      if (isFunction(fulfilled))
        value = settled(
          scope,
          invoke(scope, fulfilled, undefined, [value], call.node, { token: call.token, awaited: true }),
          call,
        );
      builder.jump(after);
    }
    if (isFunction(rejected)) {
      builder.place(caught);
      value = either(
        value,
        settled(
          scope,
          invoke(scope, rejected, undefined, [UNKNOWN], call.node, { token: call.token, awaited: true }),
          call,
        ),
      );
    }
    builder.place(after);
    return value;
  });
}

/** A promise that a reaction returns is waited for. */
function settled(scope: Scope, value: Value, call: Call): Value {
  return optionOf(value, 'pledge') && scope.act.builder.reachable
    ? awaitValue(scope, value, call.node)
    : value;
}

function lastly(call: Call, pledge: Pledge, handler: Value): Pledge {
  return task(call, pledge, (scope) => {
    const run = (): void => {
      invoke(scope, handler, undefined, [], call.node, { token: call.token, awaited: true });
    };
    let value: Value = UNDEFINED;
    scope.act.within({ kind: 'finally', run }, () => {
      value = awaitValue(scope, pledge, call.node);
    });
    if (scope.act.builder.reachable) run();
    return value;
  });
}

/** An activation that a promise starts here, lowered when its surroundings are known: once for the same promise and handlers. */
function task(call: Call, pledge: Pledge, body: (scope: Scope) => Value): Pledge {
  const { act, frame, node, token, args } = call;
  const { program } = act;
  const told = [pledge, ...args].map((value) => identity(program.identify, value));
  const key = ['then', program.identify(token), frame.id, ...told].join();
  const known = program.tasks.get(key);
  const started = known ?? reacting(call, body);
  program.tasks.set(key, started);
  act.emit({ op: 'spawn', graph: started.graph, promise: started.promise }, node, frame);
  return {
    kind: 'pledge',
    place: started.promise,
    on: 'promise',
    mayReject: true,
    isKnown: () => started.result !== undefined,
    value: () => started.result ?? UNKNOWN,
  };
}

function reacting({ act, frame, node }: Call, body: (scope: Scope) => Value): Task {
  const { program } = act;
  const inner = program.activation('then', tokenSpan(node), true, act.inheritedAt(node, frame));
  const started: Task = { graph: inner.id, promise: program.place('promise'), result: undefined };
  if (!program.isMuted)
    program.later(() => {
      started.result = body({ act: inner, frame });
      program.finish(inner);
    });
  return started;
}

/** `new Promise((resolve, reject) => …)`: one for each place in the source and activation. */
function makePromise(call: Call): Value {
  const { program } = call.act;
  const place = program.placeOnce('promise', call.node, call.frame);
  const { pledge, fulfil, reject } = program.deferred.get(place) ?? deferred(place);
  program.deferred.set(place, { pledge, fulfil, reject });
  call.act.emit({ op: 'special', name: 'promised', places: [place] }, call.token, call.frame);
  invoke(call, call.args[0] ?? UNKNOWN, undefined, [fulfil, reject], call.node, {
    token: call.token,
    awaited: false,
  });
  return pledge;
}

function deferred(place: Place): Deferred {
  let result: Value | undefined;
  const pledge: Pledge = {
    kind: 'pledge',
    place,
    on: 'promise',
    mayReject: true,
    isKnown: () => result !== undefined,
    value: () => result ?? UNDEFINED,
  };
  const settle = (as: 'fulfilled' | 'rejected'): Native =>
    native(as, (inner) => {
      const [value = UNDEFINED] = inner.args;
      if (as === 'fulfilled') result = either(result, value);
      if (pledge.exposed) escapeAll(inner, [value], inner.node, 'whoever awaits the promise');
      inner.act.emit({ op: 'settle', promise: place, as }, inner.token, inner.frame);
      return UNDEFINED;
    });
  return { pledge, fulfil: settle('fulfilled'), reject: settle('rejected') };
}

function partsOf(value: Value | undefined): Value[] {
  const { elements, rest } = elementsOf(value ?? UNKNOWN);
  return rest ? [...elements, rest] : [...elements];
}

/** Where each part's state lives; `?` for one that just settles, `!` for one that may reject. */
function partPlaces(parts: readonly Value[]): string {
  return parts
    .map((part) => {
      const pledge = optionOf(part, 'pledge');
      if (!pledge) return part.kind === 'unknown' ? '!' : '?';
      if (pledge.on === 'promise' && pledge.place !== undefined) return pledge.place;
      return pledge.mayReject ? '!' : '?';
    })
    .join(' ');
}

function combined(on: 'any' | 'all', mayReject: boolean): Native {
  return native(`Promise.${on}`, (call) => {
    const parts = partsOf(call.args[0]);
    const valueOf = (part: Value, scope: Parameters<Pledge['value']>[0]): Value =>
      optionOf(part, 'pledge')?.value(scope) ?? part;
    return {
      kind: 'pledge',
      place: undefined,
      on,
      event: partPlaces(parts),
      mayReject,
      value: (scope) => {
        const values = parts.map((part) => valueOf(part, scope));
        return on === 'all'
          ? array(values)
          : values.reduce<Value>((all, next) => either(all, next), UNDEFINED);
      },
    };
  });
}

export const promiseClass: Native = namespace(
  'Promise',
  {
    all: combined('all', true),
    allSettled: combined('all', false),
    race: combined('any', true),
    any: combined('any', true),
    resolve: native('Promise.resolve', ({ args }) => {
      const [value = UNDEFINED] = args;
      return optionsOf(value).some(({ kind }) => kind === 'pledge') ? value : somePledge(() => value, false);
    }),
    reject: native('Promise.reject', () => somePledge(() => UNKNOWN)),
    withResolvers: native('Promise.withResolvers', () => FOREIGN),
  },
  { construct: makePromise },
);
