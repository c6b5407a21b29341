import { CallSites } from '../../lifecycle/descriptor/call-sites.js';
import { Flow } from '../../lifecycle/descriptor/flow.js';
import type { Graph, Op } from '../../lifecycle/ir.js';
import type { Leak } from '../../lifecycle/leak.js';
import { CODELESS } from './code.js';
import type { FileUnit } from './unit.js';

type Open = Extract<Op, { op: 'open' }>;

/** What notices silence, or may: receive timeouts, timers, clocks, event loops of libraries, waits that end by themselves. */
const TIMED =
  /\b(?:SO_RCVTIMEO|SO_SNDTIMEO|(?:alarm|u?sleep|nanosleep|setitimer|timer_create|timerfd_create|time|gettimeofday|clock_gettime|GetTickCount\w*|ev\w*_\w+|uv_\w+|sleep_for|wait_for|wait_until)\s*\(|chrono\b|time_t\b)/;
/** The last argument of poll(2) and epoll_wait(2), milliseconds; -1 waits for ever. */
const WAIT = /\b(?:poll|epoll_wait|epoll_pwait)\s*\([^;]*?,\s*([^,;()]+?)\s*\)/g;
const SELECT = /\bp?select\s*\([^;]*?,\s*([^,;()]+?)\s*\)/g;
const FOR_EVER = /^(?:-\s*1|INFTIM|NULL|nullptr|0)$/;

/**
 * Sockets over which a peer that vanishes without a FIN is never noticed: they are read, and nothing in the file asks for
 * keepalive, has a clock or waits for a bounded time. Doubt acquits; so do peers on the same machine.
 */
export function deadPeerAdvice(unit: FileUnit): Leak[] {
  const code = unit.parsed.plain.text.replace(CODELESS, ' ');
  if (isTimed(code) || isLocal(unit.parsed.plain.text)) return [];
  const slow = slowKeepalive(code);
  if (/\bSO_KEEPALIVE\b|\bSIO_KEEPALIVE_VALS\b/.test(code) && !slow) return [];
  const graphs = unit.placedGraphs();
  if (!graphs.every(({ sure }) => sure)) return [];
  return waiting(graphs).map(({ open, read }) => ({
    kind: slow ? 'fd-keepalive-slow' : 'fd-silence-unnoticed',
    rule: 'detect-dead-peer',
    origin: open.origin,
    opened: open.at,
    at: open.at,
    steps: [
      { span: open.at, role: 'opened', note: open.origin.api },
      { span: read.at, role: 'note', note: 'When the peer vanishes, this waits for ever.' },
    ],
    always: false,
    advice: true,
    name: open.into.replace(/^::|#\d+|\.\*/g, ''),
  }));
}

/** SO_KEEPALIVE with the times of the system (Linux: tcp(7), tcp_keepalive_time and others). */
function slowKeepalive(code: string): boolean {
  return /\bSO_KEEPALIVE\b/.test(code) && !/\bTCP_KEEP\w+|\bSIO_KEEPALIVE_VALS\b/.test(code);
}

function isTimed(code: string): boolean {
  const waits = [...code.matchAll(WAIT), ...code.matchAll(SELECT)];
  return TIMED.test(code) || waits.some(([, last = '']) => !FOR_EVER.test(last));
}

function isLocal(text: string): boolean {
  return /\bAF_UNIX\b|\bAF_LOCAL\b|\bINADDR_LOOPBACK\b|\bin6addr_loopback\b|"127\.0\.0\.1"|"::1"|"localhost"/.test(
    text,
  );
}

interface Waiting {
  readonly open: Open;
  readonly read: Op;
}

/** Accepted sockets whose every use is in sight, with a read of theirs. */
function waiting(graphs: readonly Graph[]): Waiting[] {
  const byId = new Map(graphs.map((graph) => [graph.id, graph]));
  const calls = new CallSites(
    graphs,
    ({ callee }) => (callee && 'graph' in callee ? byId.get(callee.graph) : undefined),
    () => false,
  );
  const flow = new Flow(calls);
  return graphs.flatMap((graph) =>
    acceptsIn(graph).flatMap((open) => {
      const { escapes, uses } = flow.from(graph, open.into);
      const read = uses.find(({ op }) => op.op === 'read' && op.asks !== true)?.op;
      return escapes || !read ? [] : [{ open, read }];
    }),
  );
}

function acceptsIn({ blocks }: Graph): Open[] {
  return blocks.flatMap(({ ops }) =>
    ops.flatMap((op) => (op.op === 'open' && op.origin.kind === 'accepted' && !op.foreign ? [op] : [])),
  );
}
