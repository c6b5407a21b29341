import { connect, type Socket } from 'node:net';
import * as l10n from '@vscode/l10n';
import type { Endpoint, Sample, TcpSocket } from '../shared/sample.js';
import { isLoopback } from './endpoint.js';

/** More connections than this would be a load test, not a question. */
export const PROBE_LIMIT = 20;
/** From the half-close to the verdict: long enough for any handler that reacts at all. */
const PATIENCE_MS = 2_500;
const CONNECT_MS = 2_000;
/** Longest wait for the kernel's view; our own side has the verdict already. */
const LOOK_MS = 2_000;

/** What is asked of a listening program. */
export interface ProbeOrder {
  /** Loopback only. */
  readonly target: Endpoint;
  /** 1 … PROBE_LIMIT. */
  readonly connections: number;
  /** Sent on each connection before it is half-closed. */
  readonly text: string;
}

/** What came of one probe. */
export interface ProbeReport {
  readonly target: Endpoint;
  readonly connections: number;
  /** Our ends of the connections whose other side did not close in time. */
  readonly stuck: readonly Endpoint[];
  /** Milliseconds from the half-close until the last connection was closed; undefined while one is stuck. */
  readonly allClosedMs: number | undefined;
  /** The stuck connections as the kernel shows them; empty where nobody looked. */
  readonly sockets: readonly TcpSocket[];
}

/** One connection of the probe, seen from our side. */
interface Line {
  readonly socket: Socket;
  readonly local: Endpoint;
  /** When the peer's FIN or RST arrived, on the steady clock; both mean that the program let go of the socket. */
  closedAt: number | undefined;
}

/** Nobody listens at the target. */
export class ProbeRefused extends Error {}

/** Gives the kernel's view of the probed program's sockets. */
export type LookAtProgram = () => Promise<Sample>;

/**
 * Probes the first of `targets` at which somebody listens: a program may use one IP version alone. See `probe`.
 * @param lookAt how to look at the program behind a target, where there is a way.
 */
export async function probeFirst(
  [target, ...others]: readonly [Endpoint, ...Endpoint[]],
  order: Omit<ProbeOrder, 'target'>,
  lookAt: (target: Endpoint) => Promise<LookAtProgram | undefined>,
): Promise<ProbeReport> {
  try {
    return await probe({ ...order, target }, await lookAt(target));
  } catch (error) {
    const [next, ...rest] = others;
    if (!(error instanceof ProbeRefused) || next === undefined) throw error;
    return probeFirst([next, ...rest], order, lookAt).catch((later: unknown) => {
      throw later instanceof ProbeRefused ? error : later;
    });
  }
}

const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '\\': '\\' };

/** What a user typed to be sent, with `\r`, `\n`, `\t` and `\\` as the characters they stand for. */
export function unescaped(text: string): string {
  return text.replace(/\\([rnt\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

/** Throws a sentence for the user when an order must not be carried out. */
export function checkOrder({ target, connections }: ProbeOrder): void {
  if (!isLoopback(target.address))
    throw new Error(l10n.t('The probe connects to this machine only, not to {0}.', target.address));
  if (!Number.isInteger(connections) || connections < 1 || connections > PROBE_LIMIT) {
    throw new Error(l10n.t('The number of connections must be from 1 to {0}.', PROBE_LIMIT));
  }
}

/**
 * Opens a few connections, half-closes them as an ordinary client does, and reports which ones the program leaves
 * open: a peer whose FIN is not answered by a FIN sits in CLOSE_WAIT (RFC 9293 §3.6). Ends within about 5 s whatever
 * happens; all connections are closed then. Rejects with a sentence, a ProbeRefused when nobody listens.
 * @param look gives the kernel's view of the program's sockets, where there is one.
 */
export async function probe(order: ProbeOrder, look?: LookAtProgram): Promise<ProbeReport> {
  checkOrder(order);
  const lines = await openAll(order);
  try {
    const start = performance.now();
    for (const line of lines) line.socket.end(order.text);
    await Promise.race([Promise.all(lines.map(closed)), delay(PATIENCE_MS)]);
    const stuck = lines.filter((line) => line.closedAt === undefined).map((line) => line.local);
    const sockets = stuck.length > 0 && look !== undefined ? await stuckSockets(look, stuck) : [];
    const last = Math.max(...lines.map((line) => (line.closedAt ?? start) - start));
    const { target, connections } = order;
    return {
      target,
      connections,
      stuck,
      sockets,
      allClosedMs: stuck.length > 0 ? undefined : Math.round(last),
    };
  } finally {
    for (const line of lines) line.socket.destroy();
  }
}

async function openAll(order: ProbeOrder): Promise<Line[]> {
  const opened = await Promise.allSettled(
    Array.from({ length: order.connections }, () => open(order.target)),
  );
  const lines = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = opened.find((result) => result.status === 'rejected');
  if (failure === undefined) return lines;
  for (const line of lines) line.socket.destroy();
  throw failure.reason;
}

function open({ address, port }: Endpoint): Promise<Line> {
  const socket = connect({ host: address, port, allowHalfOpen: true });
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const where = l10n.t('No connection to {0} port {1}', address, port);
    const timer = setTimeout(() => {
      fail(new Error(l10n.t('{0}: no answer within 2 s (its backlog may be full).', where)));
    }, CONNECT_MS);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const refused = error.code === 'ECONNREFUSED';
      fail(
        refused
          ? new ProbeRefused(l10n.t('{0}: nobody listens there.', where))
          : new Error(`${where}: ${error.message}.`),
      );
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(watched(socket));
    });
  });
}

/** Reads and drops what the program sends, and notes when its side ends. */
function watched(socket: Socket): Line {
  const local = { address: socket.localAddress ?? '', port: socket.localPort ?? 0 };
  const line: Line = { socket, local, closedAt: undefined };
  const note = (): void => {
    line.closedAt ??= performance.now();
  };
  socket.resume().once('end', note).on('error', note).once('close', note);
  return line;
}

function closed(line: Line): Promise<void> {
  return new Promise((resolve) => {
    if (line.closedAt !== undefined) resolve();
    for (const event of ['end', 'error', 'close']) line.socket.once(event, resolve);
  });
}

/** The rows whose peers are our ends; none when the kernel cannot be asked. */
async function stuckSockets(look: LookAtProgram, stuck: readonly Endpoint[]): Promise<readonly TcpSocket[]> {
  const sample = await Promise.race([look(), delay(LOOK_MS)]).catch(() => undefined);
  const ports = new Set(stuck.map((endpoint) => endpoint.port));
  return (sample?.closeWait ?? []).filter(({ peer }) => ports.has(peer.port));
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, undefined).unref();
  });
}

/** The outcome in one sentence. */
export function probeText({ connections, stuck, allClosedMs }: ProbeReport): string {
  if (allClosedMs !== undefined)
    return l10n.t('All {0} connections closed in {1} ms.', connections, allClosedMs);
  return l10n.t('{0} of {1} connections stuck in CLOSE_WAIT.', stuck.length, connections);
}
