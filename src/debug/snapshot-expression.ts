import { OPENED } from './recording-expression.js';

/** The registered symbol under which a search of the heap leaves weak references to the sockets it found. */
export const FOUND_IN_HEAP = 'closewait.sockets';

/**
 * JavaScript that runs inside the debuggee, sent by `evaluate`. It is kept as text because a bundler would change a
 * function's own text. It only reads; nothing stays behind but the console's `$_`, which every evaluate sets.
 * Fields: https://nodejs.org/api/stream.html and lib/internal/streams/{readable,writable}.js for the states.
 */
const COMMON = `
  const load = typeof require === 'function' ? require : (name) => process.getBuiltinModule(name);
  const { Socket } = load('net');
  const server = (s) => s.server ?? s._server ?? undefined;
  const isHttp = (s) => Object.hasOwn(s, 'parser') && s.parser !== undefined;
  const isPooled = (s) => s.listenerCount('free') > 0;
  const isUpgraded = (s) => Object.hasOwn(s, 'parser') && !s.parser && !isPooled(s);
  const isWrapped = (s) => !s.encrypted && typeof server(s)?.setSecureContext === 'function';
  const message = (s) => server(s) ? s.parser?.incoming : s._httpMessage?.res;
  const own = ['data', 'readable', 'end', 'connect', 'secureConnect', 'ready', 'error', 'close', 'timeout'];
  const of = (emitter, events) => emitter ? events.flatMap((event) => emitter.listeners(event)) : [];
  const handlers = (s) => {
    const from = server(s);
    if (!from) return [...of(s._httpMessage, ['response', 'upgrade', 'connect']), ...of(s, own)];
    if (isUpgraded(s)) return [...of(from, ['upgrade', 'connect']), ...of(s, own)];
    if (isHttp(s)) return [...of(from, ['request', 'checkContinue', 'clientError', 'connection']), ...of(s, own)];
    return [...of(from, ['secureConnection', 'connection']), ...of(s, own)];
  };
  const found = (globalThis[Symbol.for('${FOUND_IN_HEAP}')] ?? []).map((reference) => reference.deref());
  const sockets = () => [...new Set([...process._getActiveHandles(), ...found])]
    .filter((h) => h instanceof Socket && h._handle && h.remotePort);
`;

/** The order of the values that describe one socket. */
export const FIELDS = [
  'fd',
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
  'flags',
  'flowing',
  'readableLength',
  'highWaterMark',
  'writableLength',
  'bytesRead',
  'bytesWritten',
  'pipes',
  'dataListeners',
  'readableListeners',
  'site',
  'openedAt',
  'opener',
] as const;

/** Bits of `flags`, in this order from the lowest. */
export const FLAGS = [
  'allowHalfOpen',
  'ended',
  'endEmitted',
  'reading',
  'ending',
  'finished',
  'destroyed',
  'awaitDrain',
  'http',
  'upgraded',
  'accepted',
  'tls',
  'pooled',
  'messageUnread',
  'wrapped',
] as const;

/** Local and remote port of a socket, in this order. */
export type PortPair = readonly [number, number];

/** More sockets than this are not described in one answer. */
export const SNAPSHOT_LIMIT = 5_000;

/**
 * One expression whose value is JSON text: `{ sockets: values in the order of FIELDS, sites: string[], total }`.
 * Described are the sockets with the given pairs of ports, and those with bytes that nobody reads; all of them without pairs.
 */
export function snapshotExpression(pairs: readonly PortPair[] | undefined): string {
  return `((pairs) => {${COMMON}
    const wanted = pairs && new Set(pairs.map(([local, remote]) => local + '/' + remote));
    const texts = new Map();
    const hash = (f) => {
      if (texts.has(f)) return texts.get(f);
      const text = Function.prototype.toString.call(f);
      let sum = text.length;
      for (let at = 0; at < text.length && at < 2000; at += 1) sum = (Math.imul(sum, 31) + text.charCodeAt(at)) | 0;
      texts.set(f, sum);
      return sum;
    };
    const frameOf = (opened) => {
      let other = '';
      for (const line of String(opened.stack).split('\\n')) {
        const frame = /(?:^|\\(|\\s)((?:file:\\/\\/|[A-Za-z]:[\\\\/]|\\/).*:\\d+:\\d+)\\)?$/.exec(line)?.[1];
        if (frame === undefined) continue;
        if (!/[\\\\/]node_modules[\\\\/]/.test(frame)) return frame;
        other ||= frame;
      }
      return other;
    };
    const opener = (s) => {
      const opened = s[Symbol.for('${OPENED}')];
      if (!opened) return '';
      try { opened.frame ??= frameOf(opened); } catch { opened.frame = ''; }
      return opened.frame;
    };
    const sites = new Map();
    const site = (s) => {
      const from = server(s);
      const where = from ? 'p' + (from.address?.()?.port ?? '') : 'c' + opener(s);
      const key = where + [...new Set(handlers(s).map(hash))].map((sum) => '.' + (sum >>> 0).toString(36)).join('');
      if (!sites.has(key)) sites.set(key, sites.size);
      return sites.get(key);
    };
    const drains = (r) => r.awaitDrainWriters instanceof Set ? r.awaitDrainWriters.size > 0 : !!r.awaitDrainWriters;
    const unread = (m) => !!m && !m.destroyed && !m.readableEnded && m.readableFlowing !== true
      && m.listenerCount('readable') === 0;
    const flags = (s, r, w) => [s.allowHalfOpen, r.ended, r.endEmitted, s._handle.reading, w.ending, w.finished,
      s.destroyed, drains(r), isHttp(s), isUpgraded(s), !!server(s), !!s.encrypted, isPooled(s), unread(message(s)),
      isWrapped(s)]
      .reduce((bits, on, at) => on ? bits | 1 << at : bits, 0);
    const describe = (s) => {
      const r = s._readableState, w = s._writableState;
      return [s._handle.fd ?? -1, s.localAddress, s.localPort, s.remoteAddress, s.remotePort, flags(s, r, w),
        s.readableFlowing, s.readableLength, s.readableHighWaterMark, s.writableLength, s.bytesRead, s.bytesWritten,
        (r.pipes ?? []).length, s.listenerCount('data'), s.listenerCount('readable'), site(s),
        s[Symbol.for('${OPENED}')]?.at ?? 0, opener(s)];
    };
    const dead = (s) => s.readableLength > 0 && s.readableFlowing !== true || unread(message(s));
    const all = sockets();
    const isWanted = (s) => wanted.has(s.localPort + '/' + s.remotePort);
    const chosen = wanted ? [...all.filter(isWanted), ...all.filter((s) => !isWanted(s) && dead(s))] : all;
    return JSON.stringify({ sockets: chosen.slice(0, ${SNAPSHOT_LIMIT}).map(describe), sites: [...sites.keys()], total: all.length });
  })(${JSON.stringify(pairs ?? null)})`;
}

/** One expression whose value is the array of functions that handle a socket, the most telling first; empty when it is gone. */
export function handlersExpression([local, remote]: PortPair): string {
  return `(() => {${COMMON}
    const one = sockets().find((s) => s.localPort === ${local} && s.remotePort === ${remote});
    return one ? [...new Set(handlers(one))] : [];
  })()`;
}

/**
 * One expression that destroys a socket when descriptor and both ports are still the same; its value is the text
 * `destroyed`, `changed` (another socket has the descriptor or the ports now) or `gone`.
 */
export function destroyExpression(fd: number | undefined, [local, remote]: PortPair): string {
  return `(() => {${COMMON}
    const one = sockets().find((s) => s.localPort === ${local} && s.remotePort === ${remote});
    if (!one) return 'gone';
    if (${fd ?? -1} >= 0 && one._handle.fd !== ${fd ?? -1}) return 'changed';
    one.destroy();
    return 'destroyed';
  })()`;
}
