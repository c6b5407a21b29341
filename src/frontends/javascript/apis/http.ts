import type { Call } from '../evaluate/call.js';
import type { Native, Stream, Value } from '../values.js';
import { namespace, native, object, UNKNOWN } from '../values.js';
import { serverOf } from './net.js';
import { callbackOf, isHead } from './options.js';
import { nameFor, streamOnce } from './resources.js';
import { listenTo } from './streams.js';

/** `http.request(url|options[, callback])`: the callback is a listener of 'response'. */
function requestOf(api: string): (call: Call) => Stream {
  return (call) => {
    const facts = { api, isHead: isHead(call.args) };
    const request = streamOnce(call, 'request', nameFor(call.node, 'request'), facts);
    const callback = callbackOf(call.args);
    if (callback) listenTo({ ...call, argNodes: [] }, request, 'response', callback, true);
    return request;
  };
}

/** An agent's own class says how its connections are made (Node.js documentation, `agent.createConnection`). */
const agent: Native = {
  kind: 'native',
  name: 'Agent',
  construct: () => object(),
  asks: ['createConnection', 'createSocket'],
};

function httpModule(flavour: 'http' | 'https'): Native {
  const create = serverOf(flavour);
  return namespace(flavour, {
    createServer: create,
    Server: create,
    request: native(`${flavour}.request`, requestOf(`${flavour}.request`)),
    get: native(`${flavour}.get`, requestOf(`${flavour}.get`)),
    Agent: agent,
    STATUS_CODES: UNKNOWN,
    METHODS: UNKNOWN,
    globalAgent: UNKNOWN,
  });
}

export const httpModules: Readonly<Record<'http' | 'https', Value>> = {
  http: httpModule('http'),
  https: httpModule('https'),
};

const http2Server = serverOf('http2');
export const http2Module = namespace('http2', {
  createServer: http2Server,
  createSecureServer: http2Server,
  constants: UNKNOWN,
});
