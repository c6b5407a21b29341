import type { TSESTree } from '@typescript-eslint/types';
import type { Origin } from '../../../lifecycle/ir.js';
import { tokenSpan } from '../evaluate/activation.js';
import type { Activation } from '../evaluate/activation.js';
import type { Call } from '../evaluate/call.js';
import { invoke } from '../evaluate/calls.js';
import { identity, mentionsArguments } from '../evaluate/functions.js';
import type { Frame } from '../evaluate/frame.js';
import type { Stream, StreamType, Value } from '../values.js';
import { optionsOf, UNKNOWN } from '../values.js';
import { open, stream } from './resources.js';

/** What comes with an event: which argument of the listener it is, what it is, and how it came to be. */
export interface Delivery {
  readonly index: number;
  readonly type: StreamType;
  readonly origin: Origin;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The other arguments, by position, given the thing itself. */
  readonly others?: (thing: Stream) => readonly (Value | undefined)[];
}

/** A listener waits for something to come into being: all listeners of the event get the same thing. */
export function arrive(
  call: Call,
  emitter: Stream,
  event: string,
  listener: Value,
  delivery: Delivery,
): void {
  const { act, frame, argNodes, node } = call;
  const { program } = act;
  if (program.isMuted) return;
  const key = `${emitter.place} ${event}`;
  const told = `${key} ${identity(program.identify, listener)}`;
  let arrival = program.heard.get(told) ?? program.arrivals.get(key);
  if (!arrival || (arrival.built && !program.heard.has(told))) {
    const thing = stream(call, delivery.type, parameterName(listener, delivery), delivery.facts);
    const rejects = listener.kind === 'function' && listener.node.async;
    const graph = program.activation(thing.name, tokenSpan(node), rejects, act.inheritedAt(node, frame));
    arrival = { thing, delivery, event, emitter, listeners: [], built: false, graph };
    program.arrivals.set(key, arrival);
  }
  const token = argNodes.find((arg) => arg.type === 'Literal') ?? call.token;
  if (!arrival.built) arrival.listeners.push({ value: listener, node, token, frame });
  program.heard.set(told, arrival);
  act.emit({ op: 'listen', handle: emitter.place, event, handler: arrival.graph.id }, token, frame);
}

export interface Arrival {
  readonly thing: Stream;
  readonly delivery: Delivery;
  readonly event: string;
  readonly emitter: Stream;
  readonly listeners: {
    readonly value: Value;
    readonly node: TSESTree.Node;
    readonly token: TSESTree.Node;
    readonly frame: Frame;
  }[];
  built: boolean;
  /** What runs when it arrives. */
  readonly graph: Activation;
}

/** Makes the graph that runs when the thing arrives: it is opened, then each listener gets it. */
export function buildArrival(program: Call['act']['program'], arrival: Arrival): void {
  arrival.built = true;
  const { thing, delivery, listeners, emitter, graph: act } = arrival;
  const [first] = listeners;
  if (!first || isNeverCalled(program, arrival)) return;
  const { node: at, frame } = birthplace(first, delivery.index);
  const { origin } = delivery;
  open(
    { act, frame },
    thing,
    {
      ...origin,
      ...withTraits(origin, {
        shared: isShared(emitter),
        watched: isWatched(emitter),
        unnamed: listeners.every(({ value }) => takesNone(value, delivery.index)),
        [`with answer${thing.place}`]: origin.traits?.has('announced') === true,
      }),
    },
    at,
  );
  const others = delivery.others?.(thing) ?? [];
  const args = [0, 1, 2].map((i) => (i === delivery.index ? thing : (others[i] ?? UNKNOWN)));
  for (const { value, node, token, frame: from } of listeners) {
    if (!act.builder.reachable) break;
    invoke({ act, frame: from }, value, emitter, args, node, { token, awaited: true });
  }
  program.roots.push(program.finish(act));
}

/** The answer to CONNECT comes with 'connect', and with no 'response' (Node.js documentation, "Event: 'connect'"). */
function isNeverCalled({ arrivals }: Call['act']['program'], { emitter, event }: Arrival): boolean {
  return event === 'response' && emitter.type === 'request' && arrivals.has(`${emitter.place} connect`);
}

/** The origin's traits and those that hold too. */
function withTraits(
  { traits }: Origin,
  more: Readonly<Record<string, boolean>>,
): { traits?: ReadonlySet<string> } {
  const added = Object.keys(more).filter((name) => more[name] === true);
  return added.length > 0 ? { traits: new Set([...(traits ?? []), ...added]) } : {};
}

/** Others may listen for what arrives, too; hardly where the server got its handler as it was made. */
function isShared({ shared, facts }: Stream): boolean {
  return shared && facts['handled'] !== true;
}

/** The server sees to it that a vanished peer is noticed, or has only local ones. */
function isWatched({ facts, fields }: Stream): boolean {
  return facts['watched'] === true || fields.has('timeout');
}

/** Where the thing comes into being for the reader of the file: its parameter, else the listener that another file has. */
function birthplace(
  { value, node, token, frame }: Arrival['listeners'][number],
  index: number,
): { node: TSESTree.Node; frame: Frame } {
  const own = parameter(value, index);
  if (!own) return { node: token, frame };
  if (own.frame.module.isMain || !frame.module.isMain) return own;
  const given =
    node.type === 'CallExpression' || node.type === 'NewExpression' ? node.arguments.at(-1) : undefined;
  return { node: given ?? token, frame };
}

/** `http.get(url, () => …)`: no name in the listener ever stands for the thing. */
function takesNone(listener: Value, index: number): boolean {
  return optionsOf(listener).every(
    (option) =>
      option.kind === 'function' &&
      option.bound.length === 0 &&
      option.node.params.length <= index &&
      (option.node.type === 'ArrowFunctionExpression' || !mentionsArguments(option.node, option.frame)),
  );
}

/** The parameter a listener takes the thing by: the smallest token that names it. */
function parameter(listener: Value, index: number): { node: TSESTree.Node; frame: Frame } | undefined {
  for (const option of optionsOf(listener)) {
    if (option.kind !== 'function') continue;
    const param = option.node.params[index - 0 + option.bound.length];
    const node = param?.type === 'AssignmentPattern' ? param.left : param;
    if (node?.type === 'Identifier') return { node, frame: option.frame };
  }
  return undefined;
}

function parameterName(listener: Value, { index, type }: Delivery): string {
  const found = parameter(listener, index)?.node;
  return found?.type === 'Identifier' ? found.name : type === 'message' ? 'response' : 'socket';
}
