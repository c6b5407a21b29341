import type { Leak } from '../../../lifecycle/leak.js';
import type { Repair } from '../../../shared/finding.js';
import type { TextEdit } from '../../../shared/span.js';
import { child, spanOf, textOf, type Syntax } from '../syntax.js';
import type { FunctionEntry } from '../outline.js';
import type { FileUnit } from '../unit.js';
import { calleeName, descendants, isLoop, pathTo, statementAt, type Spot } from './place-in-text.js';
import { indentAt, indentStep, insertBefore } from './style.js';
import { firstOf, included, inserted, type Placed } from './valid-place.js';

/** Seconds of silence after which a connection is given up. */
const IDLE = 60;
/** How often a loop that waits looks, milliseconds. */
const TURN = 1000;

/**
 * The article's sweep with `last_update`, for a server with one loop that waits for events and reads what is ready: the time of the last
 * data of each connection is noted by descriptor, and those silent for too long are shut down. Their next read gives 0 (shutdown(2)), so
 * the program's own way to handle EOF closes them and keeps its tables in order.
 */
export function idleSweep(leak: Leak, { unit, entry }: Spot, accepted: Placed): Repair[] {
  const waits = waitsIn(unit);
  const [wait] = waits;
  const reads = readsIn(unit);
  if (!wait || waits.length > 1 || !isAlone(unit) || reads.length === 0) return [];
  const uses = [entry, wait.entry, ...reads.map((read) => read.entry)];
  const first = uses.reduce((a, b) => (a.span.start < b.span.start ? a : b));
  if (uses.some(({ owner }) => owner !== undefined)) return [];
  return [
    {
      title: `Give up a connection after ${IDLE} s of silence (sweep by last_update)`,
      preferred: false,
      changesBehaviour: true,
      edits: [
        ...included(unit, ['time.h']),
        helpers(unit, first),
        inserted(unit, accepted, [`begin_update(${leak.name});`]),
        ...bounded(wait),
        ...sweeping(unit, wait),
        ...reads.flatMap((read) => noting(unit, read)),
      ],
    },
  ];
}

/** A call, the statement it stands in and what the statement is part of. */
interface Site {
  readonly entry: FunctionEntry;
  readonly call: Syntax;
  readonly path: readonly Syntax[];
  readonly statement: Syntax;
}

function sitesOf(unit: FileUnit, wanted: (call: Syntax) => boolean): Site[] {
  return unit.declarations.functions.flatMap((entry) => {
    const root = entry.syntax();
    const calls = descendants(root, (node) => node.type === 'call_expression' && wanted(node));
    return calls.flatMap((call) => {
      const path = pathTo({ path: [root] }, call);
      const statement = statementAt({ path });
      return statement ? [{ entry, call, path, statement }] : [];
    });
  });
}

/** Waits for ever, in a loop, whose end without an event changes nothing but that the loop goes round. */
function waitsIn(unit: FileUnit): Site[] {
  return sitesOf(unit, (call) => /^(?:e?poll(?:_wait)?|select)$/.test(calleeName(call))).filter(
    ({ call, path, statement }) =>
      path.some(isLoop) &&
      /^(?:-\s*1|INFTIM|NULL|0)$/.test(lastOf(call)) &&
      !(unit.cplusplus && calleeName(call) === 'select') &&
      staysInLoop(statement),
  );
}

function lastOf(call: Syntax): string {
  const last = child(call, 'arguments')?.kids.at(-1);
  return last ? textOf(last) : '';
}

/** No event is 0: a test that takes it for a failure must go on with the loop. */
function staysInLoop(statement: Syntax): boolean {
  const condition = child(statement, 'condition');
  if (!condition) return true;
  const failsAtNone = /(?:<=\s*0|<\s*1|==\s*0|^\(!)/.test(textOf(condition));
  if (isLoop(statement)) return !/(?:>\s*0|>=\s*1)\s*\)?/.test(textOf(condition)) && !failsAtNone;
  const then = child(statement, 'consequence');
  return !failsAtNone || (then !== undefined && /^\{?\s*continue;\s*\}?$/.test(textOf(then)));
}

/** Every socket but the listener is accepted: no other descriptor can be taken for a connection. */
function isAlone(unit: FileUnit): boolean {
  const count = (name: RegExp): number => sitesOf(unit, (call) => name.test(calleeName(call))).length;
  const { text } = unit.parsed.plain;
  const isFree = !/\b(?:last_update|begin_update|note_update|end_idle|IDLE_SECONDS)\b/.test(text);
  return (
    isFree && count(/^accept4?$/) === 1 && count(/^(?:socket|dup2?|socketpair|connect|fork|fdopen)$/) <= 1
  );
}

/** Reads once an event, or as often as there is something: a read that blocks would keep the loop from looking. */
function readsIn(unit: FileUnit): Site[] {
  const blocks = !/\b(?:O_NONBLOCK|SOCK_NONBLOCK|MSG_DONTWAIT|FIONBIO)\b/.test(unit.parsed.plain.text);
  const reads = sitesOf(unit, (call) => /^(?:read|recv)$/.test(calleeName(call)));
  const fit = reads.every(
    ({ call, path }) => /^[\w.>[\]-]+$/.test(handleOf(call)) && !(blocks && drains(path)),
  );
  return fit ? reads : [];
}

function handleOf(call: Syntax): string {
  const first = child(call, 'arguments')?.kids[0];
  return first ? textOf(first) : '';
}

/** A loop around the read that does not wait for events itself. */
function drains(path: readonly Syntax[]): boolean {
  const loop = path.findLast(isLoop);
  return (
    loop !== undefined &&
    !/\b(?:poll|epoll_wait|select)\s*\(/.test(textOf(loop)) &&
    !/^for\b/.test(textOf(loop))
  );
}

/** The wait ends each second. */
function bounded({ call }: Site): TextEdit[] {
  const last = child(call, 'arguments')?.kids.at(-1);
  if (!last) return [];
  const text = calleeName(call) === 'select' ? `&(struct timeval){ ${TURN / 1000}, 0 }` : String(TURN);
  return [{ span: spanOf(last), text }];
}

function sweeping(unit: FileUnit, { path, statement }: Site): TextEdit[] {
  const { text } = unit.parsed;
  if (!isLoop(statement)) return insertBefore(text, path, statement, ['end_idle();']);
  const place = firstOf(child(statement, 'body'), text);
  return place ? [inserted(unit, place, ['end_idle();'])] : [];
}

function noting(unit: FileUnit, { call, path, statement }: Site): TextEdit[] {
  return insertBefore(unit.parsed.text, path, statement, [`note_update(${handleOf(call)});`]);
}

/** What the sweep needs, before the first function that uses it. */
function helpers({ parsed: { text } }: FileUnit, first: FunctionEntry): TextEdit {
  const step = indentStep(text);
  const start = text.lastIndexOf('\n', first.span.start) + 1;
  const indent = indentAt(text, first.span.start);
  const lines = [
    `enum { IDLE_SECONDS = ${IDLE}, MOST_DESCRIPTORS = 65536 };`,
    '',
    '/* When each connection last had data, by its descriptor; 0 where there is none. */',
    'static time_t last_update[MOST_DESCRIPTORS];',
    '',
    'static void begin_update(int fd)',
    '{',
    `${step}if (fd >= 0 && fd < MOST_DESCRIPTORS)`,
    `${step}${step}last_update[fd] = time(NULL);`,
    '}',
    '',
    'static void note_update(int fd)',
    '{',
    `${step}if (fd >= 0 && fd < MOST_DESCRIPTORS && last_update[fd] != 0)`,
    `${step}${step}last_update[fd] = time(NULL);`,
    '}',
    '',
    '/* Shuts down the connections that were silent for too long: their next read gives 0. */',
    'static void end_idle(void)',
    '{',
    `${step}time_t now = time(NULL);`,
    `${step}int fd;`,
    '',
    `${step}for (fd = 0; fd < MOST_DESCRIPTORS; fd++) {`,
    `${step}${step}if (last_update[fd] == 0 || now - last_update[fd] < IDLE_SECONDS)`,
    `${step}${step}${step}continue;`,
    `${step}${step}last_update[fd] = 0;`,
    `${step}${step}shutdown(fd, SHUT_RDWR);`,
    `${step}}`,
    '}',
    '',
    '',
  ];
  return {
    span: { start, end: start },
    text: lines
      .map((line) => (line === '' ? '\n' : `${indent}${line}\n`))
      .join('')
      .replace(/\n$/, ''),
  };
}
