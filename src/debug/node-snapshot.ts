import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import { plainAddress } from '../sampler/endpoint.js';
import type { SourcePlace } from '../shared/leak-site.js';
import type { Endpoint } from '../shared/sample.js';
import { within } from './node-identity.js';
import { fieldsOf, type Session } from './session.js';
import { FIELDS, FLAGS, snapshotExpression, type PortPair } from './snapshot-expression.js';

/** Longest wait for a snapshot: 5,000 sockets took 0.1 s; a program stopped in native code does not answer at all. */
const TIMEOUT_MS = 5_000;

/** One socket as Node.js sees it: states of `stream.Readable`, `stream.Writable` and `net.Socket`. */
export type NodeSocket = Readonly<Record<(typeof FLAGS)[number], boolean>> & {
  /** -1 on Windows, where a handle is no descriptor. */
  readonly fd: number;
  readonly local: Endpoint;
  readonly peer: Endpoint;
  /** `readable.readableFlowing`: null = nobody ever asked for data. */
  readonly flowing: boolean | null;
  /** Bytes in Node's own buffer, and the mark above which it stops reading from the kernel. */
  readonly readableLength: number;
  readonly highWaterMark: number;
  /** Bytes written by the program and not yet taken by the kernel. */
  readonly writableLength: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
  /** How many streams it is piped into. */
  readonly pipes: number;
  readonly dataListeners: number;
  readonly readableListeners: number;
  /** Equal for sockets that the same code handles, within a process. */
  readonly site: string;
  /** Epoch milliseconds at which it was opened, where that was recorded. */
  readonly openedAt: number | undefined;
  /** The line of the program that opened it, in the file that runs, where that was recorded. */
  readonly opener: SourcePlace | undefined;
};

export interface NodeSnapshot {
  readonly sockets: readonly NodeSocket[];
  /** How many sockets the process has in its handle list; unref'd ones are not in it. */
  readonly total: number;
}

/** Asks a js-debug session for its sockets (see `snapshotExpression`). Rejects with a sentence when there is no answer. */
export async function takeSnapshot(session: Session, pairs?: readonly PortPair[]): Promise<NodeSnapshot> {
  const text = await evaluateText(session, snapshotExpression(pairs), TIMEOUT_MS);
  const snapshot = parseSnapshot(text);
  if (snapshot === undefined) throw new Error(l10n.t('The program gave no list of its sockets.'));
  return snapshot;
}

/** The string that an expression gives. In the `clipboard` context it is not cut, but encoded as JSON once more. */
export async function evaluateText(session: Session, expression: string, timeoutMs: number): Promise<string> {
  const body = await within(timeoutMs, session.request('evaluate', { expression, context: 'clipboard' }));
  const { result } = fieldsOf(body);
  if (typeof result !== 'string') throw new Error(l10n.t('The debugger gave no result.'));
  try {
    const decoded: unknown = JSON.parse(result);
    return typeof decoded === 'string' ? decoded : result;
  } catch {
    return result;
  }
}

/** Reads the value of `snapshotExpression`; undefined for any other text. */
export function parseSnapshot(text: string): NodeSnapshot | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { sockets, sites, total } = fieldsOf(value);
  if (!Array.isArray(sockets) || !Array.isArray(sites) || typeof total !== 'number') return undefined;
  return { sockets: sockets.map((values) => socketFrom(values, sites)), total };
}

function socketFrom(values: unknown, sites: readonly unknown[]): NodeSocket {
  const list: readonly unknown[] = Array.isArray(values) ? values : [];
  const field = (name: (typeof FIELDS)[number]): unknown => list[FIELDS.indexOf(name)];
  const number = (name: (typeof FIELDS)[number]): number => Number(field(name) ?? 0);
  const bits = number('flags');
  const flags = Object.fromEntries(FLAGS.map((flag, at) => [flag, (bits & (1 << at)) !== 0]));
  return {
    ...(flags as Record<(typeof FLAGS)[number], boolean>),
    fd: number('fd'),
    local: endpoint(field('localAddress'), field('localPort')),
    peer: endpoint(field('remoteAddress'), field('remotePort')),
    flowing: typeof field('flowing') === 'boolean' ? field('flowing') === true : null,
    readableLength: number('readableLength'),
    highWaterMark: number('highWaterMark'),
    writableLength: number('writableLength'),
    bytesRead: number('bytesRead'),
    bytesWritten: number('bytesWritten'),
    pipes: number('pipes'),
    dataListeners: number('dataListeners'),
    readableListeners: number('readableListeners'),
    site: textOf(sites[number('site')]),
    openedAt: number('openedAt') || undefined,
    opener: frameFrom(textOf(field('opener'))),
  };
}

/** `/a/b.js:12:5` or `file:///a/b.js:12:5`, as V8 writes a call's place. */
function frameFrom(text: string): SourcePlace | undefined {
  const [, file = '', line, column] = /^(.+):(\d+):(\d+)$/.exec(text) ?? [];
  if (line === undefined) return undefined;
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  return { file: path, line: Number(line), column: Number(column) };
}

function endpoint(address: unknown, port: unknown): Endpoint {
  return { address: plainAddress(textOf(address)), port: Number(port ?? 0) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The ports by which a socket is found again among those of its process. */
export function portsOf({ local, peer }: Pick<NodeSocket, 'local' | 'peer'>): PortPair {
  return [local.port, peer.port];
}
