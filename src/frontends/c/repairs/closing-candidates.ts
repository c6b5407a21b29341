import type { Span } from '../../../shared/span.js';
import type { Leak, Step } from '../../../lifecycle/leak.js';
import { child, textOf, type Syntax } from '../syntax.js';
import type { FileUnit } from '../unit.js';
import { branchCandidates } from './branch-candidates.js';
import type { Candidate } from './candidate.js';
import { elementCandidates } from './element-candidates.js';
import { closing, namesAt } from './names.js';
import {
  breaksOf,
  descendants,
  isJump,
  isLoop,
  isStatement,
  loopAround,
  parentOf,
  pathTo,
  spotAt,
  statementAt,
  type Spot,
} from './place-in-text.js';
import { insertAtEnd, insertBefore, replace } from './style.js';

/** Ways to close a socket where its last name goes, those with the least text first. */
export function closingCandidates(leak: Leak, unit: FileUnit): Candidate[] {
  const ways = leak.steps.filter(
    ({ role, file }) => (role === 'leaves' || role === 'overwritten') && file === undefined,
  );
  const origin = { span: leak.opened, reopened: false };
  const places = [...ways.map((step) => placeOf(step, leak)), { span: leak.at, reopened: false }, origin];
  return distinct(places.flatMap((place) => atPlace(place, leak, unit)));
}

interface Place {
  readonly span: Span;
  /** The next socket takes the name of the last. */
  readonly reopened: boolean;
}

function placeOf(step: Step, leak: Leak): Place {
  return { span: step.span, reopened: step.role === 'overwritten' && step.span.start === leak.opened.start };
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((one) => [JSON.stringify(one.edits), one])).values()];
}

function atPlace(place: Place, leak: Leak, unit: FileUnit): Candidate[] {
  const spot = spotAt(unit, place.span);
  if (!spot) return [];
  const names = namesAt(spot, leak.opened);
  const sameSpan = place.span.start === leak.opened.start;
  const brace = unit.parsed.text[place.span.start] === '}';
  const each = names.flatMap((name) => {
    const branches = [
      ...branchCandidates(spot, name),
      ...failedHandOver(spot, name),
      ...inHandlers(spot, name),
    ];
    if (place.reopened || sameSpan) return [...atTurnEnd(spot, name), ...branches];
    if (brace) return [...endingTurn(spot, name, leak), ...atBrace(spot, name), ...branches];
    const turn = inCondition(spot) ? atTurnEnd(spot, name) : [];
    return [
      ...turn,
      ...goingOn(spot, name, leak),
      ...beforeStatement(spot, name),
      ...beforeGotos(spot, name),
      ...branches,
    ];
  });
  return [...elementCandidates(spot, names), ...each, ...wholeRecords(spot)];
}

/** `break` at EOF would end the loop that accepts: close and go on instead. */
function goingOn(spot: Spot, name: string, leak: Leak): Candidate[] {
  const statement = statementAt(spot);
  const opened = spotAt(spot.unit, leak.opened);
  const loop = opened && loopAround(opened);
  if (!statement || !loop || !breaksOf(loop).includes(statement) || !isAfterEof(statement, loop, spot))
    return [];
  const lines = [...closing(name, spot.unit), 'continue;'];
  const edits = replace(spot.unit.parsed.text, spot.path, statement, lines);
  return [{ title: `Close ${name} at EOF and go on`, edits }];
}

/** The brace ends the body of the loop that opens the socket. */
function endingTurn(spot: Spot, name: string, leak: Leak): Candidate[] {
  const opened = spotAt(spot.unit, leak.opened);
  const body = opened && child(loopAround(opened) ?? opened.entry.syntax(), 'body');
  return opened && body?.end === spot.span.end ? atTurnEnd(opened, name) : [];
}

/** The spot is in a loop's condition, not in its body. */
function inCondition(spot: Spot): boolean {
  const loop = loopAround(spot);
  const body = loop && child(loop, 'body');
  return body !== undefined && (spot.span.end <= body.start || body.end <= spot.span.start);
}

/** A record of several descriptors goes: close each of them. */
function wholeRecords(spot: Spot): Candidate[] {
  const statement = statementAt(spot);
  if (!statement) return [];
  const { text } = spot.unit.parsed;
  return spot.entry.params.flatMap(({ name, type }) => {
    const fields = name !== undefined && type.pointer ? numberFields(spot, type.name) : [];
    const lines = fields.flatMap((field) => closing(`${name ?? ''}->${field}`, spot.unit));
    const title = `Close every descriptor of ${name ?? ''} first`;
    return lines.length > 0 ? [{ title, edits: insertBefore(text, spot.path, statement, lines) }] : [];
  });
}

const MOST_ELEMENTS = 4;

/** `fd[0]`, `fd[1]` of `struct pair { int fd[2]; … }` */
function numberFields({ unit }: Spot, type: string): string[] {
  const record = unit.declarations.record(type);
  if (!record) return [];
  const arrays = [...record.fields].filter(([, field]) => field.type.array && field.type.name === 'int');
  return arrays.flatMap(([name]) => {
    const size = Number(
      new RegExp(String.raw`\b${name}\s*\[\s*(\d+)\s*\]\s*;`).exec(unit.parsed.text)?.[1] ?? 0,
    );
    return size <= MOST_ELEMENTS ? Array.from({ length: size }, (_, i) => `${name}[${i}]`) : [];
  });
}

/** The loop that opens the socket goes round: close at the end of each turn, and on the ways that skip the end. */
function atTurnEnd(spot: Spot, name: string): Candidate[] {
  const loop = loopAround(spot);
  const body = loop && child(loop, 'body');
  if (!loop || body?.type !== 'compound_statement') return [];
  const close = closing(name, spot.unit);
  const { text } = spot.unit.parsed;
  const end = insertAtEnd(text, body, close);
  const leaving = breaksOf(loop).filter(
    (node) => node.start > spot.span.start && isAfterEof(node, loop, spot),
  );
  const kept = leaving.flatMap((node) => replace(text, pathTo(spot, node), node, [...close, 'continue;']));
  const title = `Close ${name} at the end of each turn`;
  const skips = descendants(
    body,
    (node) => node.type === 'continue_statement' && node.start > spot.span.start,
  );
  const each = skips.map((node) => ({
    title: `Close ${name} before going on`,
    edits: insertBefore(text, pathTo(spot, node), node, close),
  }));
  const whole =
    kept.length > 0
      ? [{ title: `Close ${name} at EOF and at the end of each turn`, edits: [...kept, ...end] }]
      : [];
  return [...whole, { title, edits: end }, ...each];
}

/** `if (n == 0) … break;` where `break` ends the accepting loop: one peer that leaves would end the server. */
function isAfterEof(node: Syntax, loop: Syntax, spot: Spot): boolean {
  const path = pathTo(spot, node);
  const test = path.slice(path.indexOf(loop)).findLast(({ type }) => type === 'if_statement');
  const condition = test && child(test, 'condition');
  return (
    condition !== undefined &&
    /(?:<=|==)\s*0\b|^\(\s*!\s*\w+\s*\)$/.test(textOf(condition)) &&
    readsBefore(loop, condition)
  );
}

function readsBefore(loop: Syntax, condition: Syntax): boolean {
  const result = /\w+/.exec(textOf(condition).replaceAll(/[()!\s]/g, ''))?.[0] ?? '';
  const assigned = new RegExp(
    String.raw`\b${result}\s*=\s*\(?\s*(?:::)?(?:read|recv|recvfrom|recvmsg|readv)\s*\(`,
  );
  return assigned.test(textOf(loop));
}

/** The end of a block or of the function. */
function atBrace(spot: Spot, name: string): Candidate[] {
  const block = spot.path.findLast(({ type, end }) => type === 'compound_statement' && end === spot.span.end);
  if (!block) return [];
  const around = spot.path.findLast((node) => isLoop(node) || node === spot.path[0]);
  const where = around && isLoop(around) ? 'at the end of each turn' : 'at the end';
  return [
    {
      title: `Close ${name} ${where}`,
      edits: insertAtEnd(spot.unit.parsed.text, block, closing(name, spot.unit)),
    },
  ];
}

function beforeStatement(spot: Spot, name: string): Candidate[] {
  const statement = statementAt(spot);
  if (!statement) return [];
  const { text } = spot.unit.parsed;
  const title = `Close ${name} ${wordsFor(statement)}`;
  const lines = closing(name, spot.unit);
  return [{ title, edits: insertBefore(text, spot.path, statement, lines) }];
}

function wordsFor(statement: Syntax): string {
  const jump = /^(?:return|break|continue|goto|throw)/.exec(textOf(statement))?.[0];
  return jump === undefined ? 'first' : `before the ${jump}`;
}

/** A label that is reached both with the socket open and closed: close before each jump to it. */
function beforeGotos(spot: Spot, name: string): Candidate[] {
  const root = spot.path[0];
  if (!root) return [];
  const { text } = spot.unit.parsed;
  const close = closing(name, spot.unit);
  const jumps = descendants(root, ({ type }) => type === 'goto_statement');
  const each = jumps.map((node) => ({
    title: `Close ${name} before the goto`,
    edits: insertBefore(text, pathTo(spot, node), node, close),
  }));
  return [...underLabel(spot, root, close, name), ...each];
}

/** `close(fd); err: …` becomes `err: close(fd); …` */
function underLabel(spot: Spot, root: Syntax, close: readonly string[], name: string): Candidate[] {
  const { text } = spot.unit.parsed;
  for (const label of descendants(root, ({ type }) => type === 'labeled_statement')) {
    const before = parentOf(pathTo(spot, label), label)?.kids.findLast(
      (kid) => kid.end <= label.start && isStatement(kid),
    );
    const first = label.kids.find((kid) => isStatement(kid));
    const only = before?.type === 'labeled_statement' ? before.kids.find((kid) => isStatement(kid)) : before;
    if (!only || !first || textOf(only).replaceAll(/\s/g, '') !== close.join('').replaceAll(/\s/g, ''))
      continue;
    const lineStart = text.lastIndexOf('\n', only.start) + 1;
    const lineEnd = text.indexOf('\n', only.end) + 1;
    if (text.slice(lineStart, only.start).trim() !== '') continue;
    const removed = { span: { start: lineStart, end: lineEnd }, text: '' };
    return [
      {
        title: `Close ${name} behind the label`,
        edits: [removed, ...insertBefore(text, pathTo(spot, first), first, close)],
      },
    ];
  }
  return [];
}

/** `if (enqueue(fd) < 0) …`: where the hand-over failed, the socket is still ours. */
function failedHandOver(spot: Spot, name: string): Candidate[] {
  const root = spot.path[0];
  if (!root) return [];
  const { text } = spot.unit.parsed;
  const lines = closing(name, spot.unit);
  const passed = new RegExp(String.raw`\(.*(?<![\w.>])${name.replaceAll(/\W/g, String.raw`\$&`)}\b.*\)`, 's');
  const tests = descendants(
    root,
    (node) => node.type === 'if_statement' && passed.test(textOf(child(node, 'condition') ?? node)),
  );
  return tests.flatMap((test) => {
    const [condition, then] = [child(test, 'condition'), child(test, 'consequence')];
    if (!condition || !then || !/\w+\s*\(/.test(textOf(condition))) return [];
    const title = `Close ${name} when ${/\w+(?=\s*\()/.exec(textOf(condition))?.[0] ?? 'it'}() fails`;
    const trusted = { start: condition.start, end: condition.end };
    const last = then.type === 'compound_statement' ? then.kids.findLast(isStatement) : then;
    const path = last ? pathTo(spot, last) : [];
    const before = last && (isJump(last) || then.type !== 'compound_statement');
    const edits = before ? insertBefore(text, path, last, lines) : insertAtEnd(text, then, lines);
    return [{ title, edits, trusted }];
  });
}

/** An exception skips the close: close where it is caught. */
function inHandlers(spot: Spot, name: string): Candidate[] {
  const root = spot.path[0];
  const { text } = spot.unit.parsed;
  const handlers = root ? descendants(root, ({ type }) => type === 'catch_clause') : [];
  return handlers.flatMap((handler) => {
    const body = child(handler, 'body');
    const edits = body ? insertAtEnd(text, body, closing(name, spot.unit)) : [];
    return [{ title: `Close ${name} where the exception is caught`, edits }];
  });
}
