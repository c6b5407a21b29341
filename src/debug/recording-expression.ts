/** The registered symbols of the recorder, and of what it leaves on a socket. */
const RECORDER = 'closewait.recorder';
export const OPENED = 'closewait.opened';

/** Frames kept: between the program's own call and `connect` lie up to ten of Node.js (`https.get`). */
const FRAMES = 24;

/**
 * One expression that has a Node.js program note where its outgoing sockets are opened. `net.Socket.prototype.connect`
 * is wrapped: every client, also those of http, tls and packages, comes through it. Nothing the wrapper does can fail
 * for the program; a note is collected with its socket. Its value is the text `recording`.
 */
export const RECORD_EXPRESSION = `(() => {
  const load = typeof require === 'function' ? require : (name) => process.getBuiltinModule(name);
  const { prototype } = load('net').Socket;
  const key = Symbol.for('${RECORDER}'), mark = Symbol.for('${OPENED}');
  if (globalThis[key]) return 'recording';
  const original = prototype.connect;
  const recorder = { on: true, original };
  const note = (socket) => {
    const before = Error.stackTraceLimit;
    try {
      const opened = { at: Date.now() };
      Error.stackTraceLimit = ${FRAMES};
      Error.captureStackTrace(opened, recorder.wrapper);
      Object.defineProperty(socket, mark, { value: opened, configurable: true });
    } catch {} finally { try { Error.stackTraceLimit = before; } catch {} }
  };
  recorder.wrapper = { connect(...args) {
    if (recorder.on) note(this);
    return Reflect.apply(original, this, args);
  } }.connect;
  Object.defineProperty(globalThis, key, { value: recorder, configurable: true });
  prototype.connect = recorder.wrapper;
  return 'recording';
})()`;

/**
 * One expression that takes the recorder away again. Where somebody else has wrapped the wrapper meanwhile it stays,
 * and notes nothing more. Its value is the text `stopped`.
 */
export const STOP_RECORDING_EXPRESSION = `(() => {
  const load = typeof require === 'function' ? require : (name) => process.getBuiltinModule(name);
  const { prototype } = load('net').Socket;
  const key = Symbol.for('${RECORDER}');
  const recorder = globalThis[key];
  if (!recorder) return 'stopped';
  recorder.on = false;
  if (prototype.connect === recorder.wrapper) prototype.connect = recorder.original;
  delete globalThis[key];
  return 'stopped';
})()`;
