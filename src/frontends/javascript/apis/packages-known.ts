import type { Call } from '../evaluate/call.js';
import type { Native, Stream, Value } from '../values.js';
import { namespace, native, UNKNOWN } from '../values.js';
import { fetchFunction, requested } from './fetch.js';
import { nameFor, streamOnce } from './resources.js';
import { somePledge } from './promises.js';

/** undici 6: a dispatcher's `request` gives a body that must be consumed. */
function dispatcher(name: string): Native {
  return {
    kind: 'native',
    name,
    construct: () =>
      namespace(name, {
        request: native(`${name}.request`, requested),
        close: native(`${name}.close`, () => somePledge(() => UNKNOWN)),
        destroy: native(`${name}.destroy`, () => somePledge(() => UNKNOWN)),
      }),
  };
}

export const undiciModule = namespace('undici', {
  request: native('undici.request', requested),
  fetch: fetchFunction,
  Pool: dispatcher('Pool'),
  Client: dispatcher('Client'),
  Agent: dispatcher('Agent'),
  BalancedPool: dispatcher('BalancedPool'),
});

/** `node-fetch` and what gives the same interface over it: its `body` is a stream of Node.js. */
export const fetchPackage: Native = {
  ...fetchFunction,
  member: (name) => (name === 'default' || name === 'fetch' ? fetchFunction : UNKNOWN),
};

function websocket(call: Call): Stream {
  return streamOnce(call, 'websocket', nameFor(call.node, 'ws'));
}

function websocketServer(call: Call): Value {
  return streamOnce(call, 'websocket-server', nameFor(call.node, 'wss'));
}

const server: Native = { kind: 'native', name: 'WebSocketServer', construct: websocketServer };
const client: Native = { kind: 'native', name: 'WebSocket', construct: websocket };

export const wsModule: Native = {
  ...client,
  member: (name) => {
    if (name === 'WebSocketServer' || name === 'Server') return server;
    if (name === 'WebSocket' || name === 'default') return client;
    return undefined;
  },
};
