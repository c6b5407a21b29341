import type { Call } from '../evaluate/call.js';
import type { Stream, StreamType } from '../values.js';
import { stream } from './resources.js';

interface Class {
  readonly type: StreamType;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/**
 * Classes whose instances act on others' sockets even when nothing is known of their past. What is left out says nothing
 * that could be proven: who else listens to a `net.Server` may read what this file leaves unread.
 */
const CLASSES: Readonly<Record<string, Class>> = {
  'net.Socket': { type: 'socket' },
  'tls.TLSSocket': { type: 'socket' },
  'http.Server': { type: 'server', facts: { flavour: 'http' } },
  'https.Server': { type: 'server', facts: { flavour: 'https', halfOpen: 'unknown' } },
  'http2.Http2SecureServer': { type: 'server', facts: { flavour: 'http2', halfOpen: 'unknown' } },
  'stream.Readable': { type: 'source' },
  'stream.Writable': { type: 'sink' },
  'stream.Duplex': { type: 'sink' },
  'stream.Transform': { type: 'sink' },
  'stream.PassThrough': { type: 'sink' },
};

/** An instance of unknown past that unseen code holds too; undefined for a class nothing is known of. */
export function instanceOf(className: string, call: Pick<Call, 'act'>, name: string): Stream | undefined {
  const known = Object.hasOwn(CLASSES, className) ? CLASSES[className] : undefined;
  return known && { ...stream(call, known.type, name, known.facts), shared: true };
}
