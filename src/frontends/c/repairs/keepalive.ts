import type { Leak } from '../../../lifecycle/leak.js';
import type { Repair } from '../../../shared/finding.js';
import type { FileUnit } from '../unit.js';
import { idleSweep } from './idle-sweep.js';
import { spotAt, type Spot } from './place-in-text.js';
import { indentStep } from './style.js';
import { included, inserted, placeBehind, type Placed } from './valid-place.js';

/** Seconds until the first probe, between probes, and how many: a peer that has vanished is noticed after 90 s. */
const TIMES = { idle: 60, interval: 10, count: 3 } as const;

/**
 * The remedies for a peer that vanishes: probes of the kernel (tcp(7)), or, where the program only reads blockingly, a bound on
 * how long a read waits (socket(7), SO_RCVTIMEO).
 */
export function deadPeerRepairs(leak: Leak, unit: FileUnit): Repair[] {
  const spot = spotAt(unit, leak.opened);
  const place = spot && placeBehind(spot, leak.name);
  if (!place || !/^\w+$/.test(leak.name)) return [];
  const keepalive = {
    title: `Let the kernel notice a dead peer of ${leak.name} after ${TIMES.idle + TIMES.interval * TIMES.count} s`,
    preferred: true,
    changesBehaviour: false,
    edits: [
      ...included(unit, ['netinet/in.h', 'netinet/tcp.h']),
      inserted(unit, place, keepaliveLines(leak, unit)),
    ],
  };
  return [keepalive, ...boundedReads(leak, spot, place), ...idleSweep(leak, spot, place)];
}

function keepaliveLines({ name, kind }: Leak, unit: FileUnit): string[] {
  const step = indentStep(unit.parsed.text);
  const { idle, interval, count } = TIMES;
  const options = [
    ['SOL_SOCKET, SO_KEEPALIVE', 'on'],
    ['IPPROTO_TCP, TCP_KEEPIDLE', 'idle'],
    ['IPPROTO_TCP, TCP_KEEPINTVL', 'interval'],
    ['IPPROTO_TCP, TCP_KEEPCNT', 'count'],
  ].slice(kind === 'fd-keepalive-slow' ? 1 : 0);
  const on = kind === 'fd-keepalive-slow' ? '' : 'on = 1, ';
  return [
    '{',
    `${step}/* seconds of silence, seconds between probes, probes: noticed after ${idle + interval * count} s */`,
    `${step}int ${on}idle = ${idle}, interval = ${interval}, count = ${count};`,
    ...options.map(([option, value]) => `${step}setsockopt(${name}, ${option}, &${value}, sizeof ${value});`),
    '}',
  ];
}

/** What makes a read that fails anything else than the end. */
const NONBLOCKING =
  /\b(?:EAGAIN|EWOULDBLOCK|O_NONBLOCK|SOCK_NONBLOCK|MSG_DONTWAIT|FIONBIO)\b|\b(?:poll|select|epoll_wait)\s*\(/;

/** Only where a read that fails is told from data, whatever errno says. */
function boundedReads({ name }: Leak, { unit, entry }: Spot, place: Placed): Repair[] {
  const { text } = unit.parsed;
  if (NONBLOCKING.test(text) || !testsFailure(entry.text)) return [];
  const step = indentStep(text);
  const lines = [
    '{',
    `${step}struct timeval idle = { ${TIMES.idle}, 0 };`,
    `${step}setsockopt(${name}, SOL_SOCKET, SO_RCVTIMEO, &idle, sizeof idle);`,
    '}',
  ];
  return [
    {
      title: `Let a read of ${name} fail after ${TIMES.idle} s of silence`,
      preferred: false,
      changesBehaviour: true,
      edits: [...included(unit, ['sys/time.h']), inserted(unit, place, lines)],
    },
  ];
}

/** `n <= 0`, `n < 0`, `n > 0`, `n == -1` of a read's count, or of the read itself. */
function testsFailure(text: string): boolean {
  const counts = [...text.matchAll(/\b(\w+)\s*=\s*(?:::)?(?:read|recv)\s*\(/g)].map(
    ([, count = '']) => count,
  );
  const test = String.raw`\s*(?:<=\s*0|<\s*[01]|>\s*0|==\s*-\s*1)\b`;
  return [
    ...counts.map((count) => String.raw`\b${count}\)?`),
    String.raw`\b(?:read|recv)\s*\([^()]*\)\)?`,
  ].some((subject) => new RegExp(subject + test).test(text));
}
