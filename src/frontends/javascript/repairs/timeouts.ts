import { withCallback, type Code } from './code.js';
import { insert, replace } from './place.js';
import type { Cure } from './site.js';
import { isCallOf, isFunction } from './syntax.js';

/** How long a socket may be idle, in milliseconds, as it is written into the source. */
const IDLE_MS = '60_000';

/** No byte in either direction for a minute ends the socket, whatever it waits for. */
export const idleTimeout: Cure = (site) => {
  const code = (name: string): Code =>
    withCallback(site.writer.style, `${name}.setTimeout(${IDLE_MS}`, `${name}.destroy()`);
  return site.atOpening('Destroy the socket when it was idle for a minute', code, true);
};

/** The same as a choice beside a better cure. */
export const orIdleTimeout: Cure = (site) => {
  const draft = idleTimeout(site);
  return draft && { ...draft, alternative: true };
};

/** The kernel probes a silent peer after a minute; this notices a peer that is gone, not one that only half-closed. */
export const keepAlive: Cure = (site) => {
  const draft = site.atOpening(
    'Let the kernel probe a silent peer after a minute (keepalive)',
    (name) => [`${name}.setKeepAlive(true, ${IDLE_MS});`],
    true,
  );
  return draft && { ...draft, alternative: true };
};

/** `setKeepAlive(true)` gets a delay. */
export const probeSooner: Cure = ({ path }) => {
  const call = path.findLast((node) => isCallOf(node, 'setKeepAlive'));
  const [enable, delay] = call?.type === 'CallExpression' ? call.arguments : [];
  if (!enable) return undefined;
  const edit = delay ? replace(...delay.range, IDLE_MS) : insert(enable.range[1], `, ${IDLE_MS}`);
  return { title: 'Probe a silent peer after a minute', edits: [edit], changesBehaviour: true };
};

/** A timeout destroys the socket; one without a callback gets one. */
export const destroyOnTimeout: Cure = (site) => {
  const { name, writer, path } = site;
  const call = path.findLast((node) => isCallOf(node, 'setTimeout', 'on', 'once', 'addListener'));
  if (call?.type !== 'CallExpression' || !name) return undefined;
  const title = 'Destroy the socket when the timeout fires';
  const handler = site.callbackOf(call.arguments[1]);
  if (handler)
    return { title, edits: [writer.last(handler, [`${name}.destroy();`])], changesBehaviour: true };
  const [delay] = call.arguments;
  if (!delay || call.arguments.length > 1 || isFunction(delay)) return undefined;
  const callback = writer.style.arrows ? `() => ${name}.destroy()` : `function () { ${name}.destroy(); }`;
  return { title, edits: [insert(delay.range[1], `, ${callback}`)], changesBehaviour: true };
};
