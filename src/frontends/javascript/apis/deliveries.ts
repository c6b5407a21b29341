import type { Origin } from '../../../lifecycle/ir.js';
import type { PledgeContext, Stream, Value } from '../values.js';
import { array, UNKNOWN } from '../values.js';
import type { Delivery } from './arrivals.js';
import { nameFor, open, stream } from './resources.js';
import { textFact } from './streams.js';

/** What comes into being with an event of a server, a request or a WebSocket. Facts: facts of the Node.js documentation of each class. */
export function deliveryOf(emitter: Stream, event: string): Delivery | undefined {
  switch (emitter.type) {
    case 'server':
      return serverDelivery(emitter, event);
    case 'request':
      return requestDelivery(emitter, event);
    case 'websocket':
      return event === 'unexpected-response' ? refusedUpgrade(emitter) : undefined;
    case 'websocket-server':
      return event === 'connection'
        ? {
            index: 0,
            type: 'websocket',
            origin: { ...accepted('ws connection', false), traits: new Set(['reads']) },
          }
        : undefined;
    default:
      return undefined;
  }
}

type HalfOpen = Origin['halfOpen'];

function accepted(api: string, halfOpen: HalfOpen, paused?: boolean): Origin {
  return { api, kind: 'accepted', halfOpen, ...(paused ? { paused } : {}) };
}

function halfOpenOf({ facts }: Stream): HalfOpen {
  const given = facts['halfOpen'];
  return given === true || given === 'unknown' ? given : false;
}

/** The `http` server makes its sockets half-open; `https` and `http2` take the option (facts: M4). */
function serverDelivery(server: Stream, event: string): Delivery | undefined {
  const flavour = server.facts['flavour'];
  const halfOpen = flavour === 'http' ? true : halfOpenOf(server);
  const paused = server.facts['paused'] === true;
  switch (`${String(flavour)} ${event}`) {
    case 'http2 upgrade':
      if (server.facts['isModern'] === true) return undefined;
      return { index: 1, type: 'socket', origin: accepted('http2 upgrade', halfOpen) };
    case 'net connection':
      return { index: 0, type: 'socket', origin: accepted('net connection', halfOpen, paused) };
    case 'tls secureConnection':
      return { index: 0, type: 'socket', origin: accepted('tls connection', halfOpen) };
    case 'http upgrade':
    case 'https upgrade':
      return { index: 1, type: 'socket', origin: accepted(`${String(flavour)} upgrade`, halfOpen) };
    case 'http connect':
    case 'https connect':
      return { index: 1, type: 'socket', origin: accepted(`${String(flavour)} connect`, halfOpen) };
    case 'http clientError':
    case 'https clientError':
      return {
        index: 1,
        type: 'socket',
        origin: { ...accepted(`${String(flavour)} clientError`, halfOpen), traits: new Set(['truncated']) },
      };
    case 'http2 unknownProtocol':
      return { index: 0, type: 'socket', origin: accepted('http2 unknownProtocol', halfOpen) };
    case 'http request':
    case 'https request':
      return requestBody();
    case 'http checkContinue':
    case 'https checkContinue':
      return requestBody(ANNOUNCED);
    default:
      return undefined;
  }
}

/** A client that asks before it sends has something to send (RFC 9110 §10.1.1): unread and unanswered it stays. */
const ANNOUNCED: ReadonlySet<string> = new Set(['announced']);

/** A server's request: its body, and the answer that settles it. */
function requestBody(traits?: ReadonlySet<string>): Delivery {
  return {
    index: 0,
    type: 'message',
    origin: { api: 'http request', kind: 'body', halfOpen: false, ...(traits ? { traits } : {}) },
    others: (request) => [undefined, answerTo(request)],
  };
}

function answerTo(request: Stream): Stream {
  return {
    kind: 'stream',
    type: 'answer',
    place: `answer${request.place}`,
    fields: new Map(),
    name: 'response',
    proto: undefined,
    shared: false,
    facts: { links: [request.place] },
  };
}

function requestDelivery(request: Stream, event: string): Delivery | undefined {
  switch (event) {
    case 'response':
      if (request.facts['isHead'] === true) return undefined;
      return {
        index: 0,
        type: 'message',
        origin: {
          api: textFact(request, 'api') ?? 'http.request',
          kind: 'body',
          halfOpen: false,
          traits: new Set([`with ${request.place}`]),
        },
      };
    case 'upgrade':
    case 'connect':
      return {
        index: 1,
        type: 'socket',
        origin: { api: `http.request ${event}`, kind: 'connected', halfOpen: false },
      };
    default:
      return undefined;
  }
}

/** The listener owns the request: destroying it frees the response too. */
function refusedUpgrade(socket: Stream): Delivery {
  const place = `request.${socket.place}`;
  const request: Stream = {
    ...socket,
    type: 'request',
    place,
    fields: new Map(),
    proto: undefined,
    name: 'request',
    facts: {},
  };
  return {
    index: 1,
    type: 'message',
    origin: {
      api: 'ws unexpected-response',
      kind: 'body',
      halfOpen: false,
      traits: new Set([`with ${place}`, `with ${socket.place}`]),
    },
    others: () => [request],
  };
}

/** What an event brings to the one who awaits it, as the array `events.once` gives. */
export function delivered({ act, frame, node }: PledgeContext, delivery: Delivery): Value {
  const thing = stream({ act }, delivery.type, nameFor(node, 'response'), delivery.facts);
  open({ act, frame }, thing, delivery.origin, node);
  const values: Value[] = [UNKNOWN, UNKNOWN, UNKNOWN];
  values[delivery.index] = thing;
  return array(values);
}
