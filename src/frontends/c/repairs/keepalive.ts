import type { Leak } from '../../../lifecycle/leak.js';
import type { Repair } from '../../../shared/finding.js';
import type { TextEdit } from '../../../shared/span.js';
import { child, textOf, type Syntax } from '../syntax.js';
import type { FileUnit } from '../unit.js';
import { isJump, isLoop, isStatement, parentOf, spotAt, type Spot } from './place-in-text.js';
import { indentAt, indentStep } from './style.js';

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
  return [keepalive, ...boundedReads(leak, spot, place)];
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

interface Placed {
  readonly offset: number;
  readonly indent: string;
  /** Before what stands there, not behind it. */
  readonly before: boolean;
}

/** Where the socket is known to be valid: behind the statement that accepts it and the test that follows, or at the body's beginning. */
function placeBehind({ path, unit }: Spot, name: string): Placed | undefined {
  const { text } = unit.parsed;
  const at = path.findLastIndex((node) => isStatement(node) && node.type !== 'compound_statement');
  const statement = path[at];
  if (!statement) return undefined;
  if (isLoop(statement)) return firstOf(child(statement, 'body'), text);
  if (statement.type === 'if_statement') return leaves(statement) ? behind(statement, text) : undefined;
  const siblings = parentOf(path, statement)?.kids ?? [];
  const rest = siblings.slice(siblings.indexOf(statement) + 1).filter(isStatement);
  const test = rest.find(({ type }) => type !== 'declaration');
  const declared = declarationsOf(rest).at(-1);
  if (test?.type !== 'if_statement' || !mentions(child(test, 'condition') ?? test, name))
    return behind(declared ?? statement, text);
  return leaves(test) ? behind(test, text) : firstOf(child(test, 'consequence'), text);
}

function mentions(node: Syntax, name: string): boolean {
  return new RegExp(String.raw`\b${name}\b`).test(textOf(node));
}

/** The declarations a block begins with. */
function declarationsOf(statements: readonly Syntax[]): readonly Syntax[] {
  const end = statements.findIndex(({ type }) => type !== 'declaration');
  return end < 0 ? statements : statements.slice(0, end);
}

function leaves(test: Syntax): boolean {
  const then = child(test, 'consequence');
  const last = then?.type === 'compound_statement' ? then.kids.findLast(isStatement) : then;
  const exits =
    last !== undefined && /^(?:_?exit|abort|err|die|\w*error\w*|\w*fatal\w*)\s*\(/.test(textOf(last));
  return !child(test, 'alternative') && last !== undefined && (isJump(last) || exits);
}

function behind(statement: Syntax, text: string): Placed {
  return { offset: statement.end, indent: indentAt(text, statement.start), before: false };
}

function firstOf(body: Syntax | undefined, text: string): Placed | undefined {
  const kids = body?.type === 'compound_statement' ? body.kids.filter(isStatement) : [];
  const declared = declarationsOf(kids).at(-1);
  const [first] = kids;
  if (declared) return behind(declared, text);
  return first ? { offset: first.start, indent: indentAt(text, first.start), before: true } : undefined;
}

function inserted(
  { parsed: { text } }: FileUnit,
  { offset, indent, before }: Placed,
  lines: readonly string[],
): TextEdit {
  const span = { start: offset, end: offset };
  const own = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
  if (before && own) return { span, text: lines.map((line) => `${line}\n${indent}`).join('') };
  return { span, text: lines.map((line) => `\n${indent}${line}`).join('') };
}

/** The headers a repair needs, behind the one that declares sockets or the last there is. */
function included({ parsed: { text } }: FileUnit, headers: readonly string[]): TextEdit[] {
  const lines = [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>[^\n]*\n/gm)];
  const missing = headers.filter((header) => !lines.some(([, name]) => name === header));
  const last = lines.find(([, name]) => name === 'sys/socket.h') ?? lines.at(-1);
  if (missing.length === 0 || !last) return [];
  const offset = last.index + last[0].length;
  return [
    { span: { start: offset, end: offset }, text: missing.map((name) => `#include <${name}>\n`).join('') },
  ];
}
