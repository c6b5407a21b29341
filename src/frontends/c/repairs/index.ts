import type { Repair } from '../../../shared/finding.js';
import type { Span, TextEdit } from '../../../shared/span.js';
import type { CalleeOf } from '../../../lifecycle/descriptor/call-sites.js';
import { isWithin, type Graph, type Op, type Place } from '../../../lifecycle/ir.js';
import type { Leak } from '../../../lifecycle/leak.js';
import type { FileUnit } from '../unit.js';
import type { Candidate } from './candidate.js';
import { assignmentCandidates, destructorCandidates, swapCandidates } from './class-candidates.js';
import { closingCandidates } from './closing-candidates.js';
import { eofBranchCandidates, eofCandidates } from './eof-candidates.js';
import { replacedElements } from './element-candidates.js';
import { inheritanceCandidates } from './inheritance-candidates.js';
import { Patch } from '../../../shared/patch.js';
import { virtualCandidates } from './virtual-candidates.js';
import { watchCandidates } from './watch-candidates.js';
import { aliases, closesWrongly, consumesOne, type Consumes } from './closing-check.js';

type Call = Extract<Op, { op: 'call' }>;

/** A text as the analysis sees it. */
export interface Analysed {
  readonly unit: FileUnit;
  readonly leaks: readonly Leak[];
  readonly consumes: Consumes;
}

/** Analyses a changed text of the same file; with a scope, only sockets made in these functions are looked at. */
export type Trial = (text: string, scope: ReadonlySet<string> | undefined) => Analysed | undefined;

const MOST_ROUNDS = 8;
const MOST_TRIALS = 60;
/** Processor time the search for one repair may take, milliseconds; a leak without a repair is still a finding. */
const MOST_TIME = 400;

/**
 * The repairs of a leak. Each is put together from small changes, and offered only when the analysis of the changed text no
 * longer finds the leak, finds no new one, and nothing is closed twice.
 */
export function repairsFor(leak: Leak, now: Analysed, trial: Trial): Repair[] {
  const scope = scopeOf(leak, now.unit);
  const scoped = (text: string): Analysed | undefined => withoutFarReaching(trial(text, scope));
  const start = scope && scoped(now.unit.parsed.text);
  const target = start?.leaks.find((one) => one.kind === leak.kind && one.at.start === leak.at.start);
  const mended =
    start && target ? mend(target, start, scoped) : mend(leak, now, (text) => trial(text, undefined));
  if (!mended) return [];
  return [{ title: mended.title, preferred: true, changesBehaviour: false, edits: mended.patch.edits }];
}

/** What is kept in memory may be closed anywhere in the file; any other socket concerns the functions on its way. */
const FAR_REACHING = /^fd-(?:stored|record|eof-ignored|fin|not-rearmed|inherited)/;

/** Without the functions that close what is kept, everything kept looks leaked. */
function withoutFarReaching(analysed: Analysed | undefined): Analysed | undefined {
  return analysed && { ...analysed, leaks: analysed.leaks.filter(({ kind }) => !FAR_REACHING.test(kind)) };
}

/** The functions a leak goes through: to look at the others again would take longer and tell nothing. */
function scopeOf(leak: Leak, unit: FileUnit): ReadonlySet<string> | undefined {
  if (FAR_REACHING.test(leak.kind)) return undefined;
  const spans = [
    leak.opened,
    leak.at,
    ...leak.steps.flatMap(({ span, file }) => (file === undefined ? [span] : [])),
  ];
  return new Set(spans.flatMap((span) => unit.graphsAround(span)).map(({ id }) => id));
}

interface Mended {
  readonly title: string;
  readonly patch: Patch;
}

/** Changes the text step by step until the socket's leak is gone. */
type Try = (text: string) => Analysed | undefined;

function mend(leak: Leak, now: Analysed, trial: Try): Mended | undefined {
  let state = { patch: new Patch(now.unit.parsed.text), analysed: now, target: leak, title: '' };
  const budget = new Budget();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const step = better(state, leak, now, trial, budget);
    if (!step) return undefined;
    const title = state.title === '' ? step.title : state.title;
    const left = remaining(step.analysed, leak, step.patch, now);
    if (!left[0]) return { title, patch: step.patch };
    state = { ...step, target: left[0], title };
  }
  return undefined;
}

/** Counted in processor time: on a busy machine as many tries fit in as on an idle one. */
class Budget {
  private trials = MOST_TRIALS;
  private readonly start = process.cpuUsage();

  isSpent(): boolean {
    const { user, system } = process.cpuUsage(this.start);
    return this.trials-- <= 0 || (user + system) / 1_000 > MOST_TIME;
  }
}

interface State {
  readonly patch: Patch;
  readonly analysed: Analysed;
  readonly target: Leak;
}

/** The first change that takes something of the leak away and does no harm. */
function better(state: State, leak: Leak, now: Analysed, trial: Try, budget: Budget) {
  const before = weight(state.analysed, leak, state.patch);
  for (const candidate of candidatesFor(state.target, state.analysed.unit)) {
    if (budget.isSpent()) return undefined;
    const patch = state.patch.with(candidate.edits);
    const analysed = trial(patch.text);
    if (!analysed || othersOf(analysed, leak, patch) > othersOf(now, leak, NOTHING)) continue;
    if (weight(analysed, leak, patch) >= before || doesHarm(analysed, candidate, now.unit)) continue;
    return { title: candidate.title, patch, analysed };
  }
  return undefined;
}

function candidatesFor(leak: Leak, unit: FileUnit): Candidate[] {
  switch (leak.kind) {
    case 'fd-eof-loop':
      return [
        ...eofCandidates(leak, unit),
        ...eofBranchCandidates(leak, unit),
        ...closingCandidates(leak, unit),
      ];
    case 'fd-eof-ignored':
      return [...swapCandidates(unit), ...eofCandidates(leak, unit), ...eofBranchCandidates(leak, unit)];
    case 'fd-fin-unwatched':
    case 'fd-not-rearmed':
      return watchCandidates(leak, unit);
    case 'fd-inherited':
      return inheritanceCandidates(leak, unit);
    case 'fd-stored-unclosed':
    case 'fd-record-dropped':
      return [
        ...swapCandidates(unit),
        ...virtualCandidates(unit),
        ...replacedElements(unit),
        ...closingCandidates(leak, unit),
      ];
    case 'fd-never-closed':
      return [
        ...swapCandidates(unit),
        ...destructorCandidates(unit),
        ...assignmentCandidates(unit),
        ...closingCandidates(leak, unit),
        ...(leak.rule === 'handle-eof' ? eofCandidates(leak, unit) : []),
      ];
    default:
      return [
        ...closingCandidates(leak, unit),
        ...(leak.rule === 'handle-eof' ? eofCandidates(leak, unit) : []),
      ];
  }
}

/** The leaks of the same socket that were not there, at other places, before. */
function remaining(analysed: Analysed, leak: Leak, patch: Patch, now: Analysed): Leak[] {
  const others = new Set(
    now.leaks.filter((one) => one !== leak).map((one) => `${one.kind} ${patch.now(one.at.start)}`),
  );
  return ofSocket(analysed, leak, patch).filter((one) => !others.has(`${one.kind} ${one.at.start}`));
}

function ofSocket({ leaks }: Analysed, leak: Leak, patch: Pick<Patch, 'now'>): Leak[] {
  return leaks.filter(({ opened }) => opened.start === patch.now(leak.opened.start));
}

function othersOf(analysed: Analysed, leak: Leak, patch: Pick<Patch, 'now'>): number {
  return analysed.leaks.length - ofSocket(analysed, leak, patch).length;
}

const NOTHING = { now: (offset: number) => offset };

/** How much is wrong with a socket: every way it is lost, and every loop it is stuck in. */
function weight(analysed: Analysed, leak: Leak, patch: Patch): number {
  const leaks = ofSocket(analysed, leak, patch);
  const steps = leaks
    .flatMap((one) => one.steps)
    .filter(({ role }) => role === 'leaves' || role === 'overwritten');
  const losses = new Set(steps.map(({ span, file }) => `${file ?? ''}${span.start}`));
  const rest = Math.max(losses.size, leaks.length > 0 ? 1 : 0);
  return 100 * leaks.filter(({ kind }) => kind === 'fd-eof-loop').length + rest;
}

/** Something that was put in closes what is closed or handed over already, or lets a function end without its value. */
function doesHarm({ unit, consumes }: Analysed, { edits, trusted }: Candidate, now: FileUnit): boolean {
  return insertedBy(edits).some((inserted) =>
    unit
      .graphsAround(inserted)
      .some(
        (graph) =>
          closesWrongly(graph, inserted, consumes, trusted) ||
          (unit.fallsOff(graph.id) && !now.fallsOff(graph.id)),
      ),
  );
}

/** Where the new texts lie once all of them are in. */
function insertedBy(edits: readonly TextEdit[]): Span[] {
  let shift = 0;
  return [...edits]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, text }) => {
      const start = span.start + shift;
      shift += text.length - (span.end - span.start);
      return { start, end: start + text.length };
    });
}

/** Whether a callee lets go of a descriptor it gets, on some path; what nobody knows does. */
export function consumesIn(resolve: CalleeOf): Consumes {
  const look = (op: Call, name: Place, from: Graph, depth: number): boolean => {
    const callee = resolve(op, from);
    if (!callee || depth > DEEPEST) return true;
    const deeper: Consumes = (inner, place, graph) => look(inner, place, graph, depth + 1);
    return insideNames(op, name, callee).some((inner) => {
      const names = aliases(callee, inner);
      return callee.blocks.some(({ ops }) =>
        ops.some((each) => each.op !== 'return' && consumesOne(each, names, callee, deeper)),
      );
    });
  };
  return (op, name, from) => look(op, name, from, 0);
}

const DEEPEST = 4;

/** What a callee calls the descriptor: `c->fd` of its parameter, `*p` for an address. */
function insideNames({ args, receiver }: Call, name: Place, { params, self }: Graph): Place[] {
  const given = [...args.map((arg, i) => [arg, params[i]] as const), [receiver, self] as const];
  return given.flatMap(([arg, param]) => {
    const bare = arg?.replace(/^&/, '');
    if (arg === undefined || bare === undefined || param === undefined || !isWithin(name, bare)) return [];
    const rest = name.slice(bare.length);
    return [param + (rest === '' && arg.startsWith('&') ? '.*' : rest)];
  });
}
