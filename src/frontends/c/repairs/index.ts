import type { Repair } from '../../../shared/finding.js';
import type { Span } from '../../../shared/span.js';
import type { Graph, Op, Place } from '../../../lifecycle/ir.js';
import type { Leak } from '../../../lifecycle/leak.js';
import type { FileUnit } from '../unit.js';
import type { Candidate } from './candidate.js';
import { closingCandidates } from './closing-candidates.js';
import { eofCandidates } from './eof-candidates.js';
import { Patch } from './patch.js';
import { closesTwice, type Consumes } from './twice.js';

/** A text as the analysis sees it. */
export interface Analysed {
  readonly unit: FileUnit;
  readonly leaks: readonly Leak[];
  readonly consumes: Consumes;
}

/** Analyses a changed text of the same file. */
export type Trial = (text: string) => Analysed | undefined;

const MOST_ROUNDS = 8;
const MOST_TRIALS = 60;

/**
 * The repairs of a leak. Each is put together from small changes, and offered only when the analysis of the changed text no
 * longer finds the leak, finds no new one, and nothing is closed twice.
 */
export function repairsFor(leak: Leak, now: Analysed, trial: Trial): Repair[] {
  const mended = mend(leak, now, trial);
  if (!mended) return [];
  return [{ title: mended.title, preferred: true, changesBehaviour: false, edits: mended.patch.edits }];
}

interface Mended {
  readonly title: string;
  readonly patch: Patch;
}

/** Changes the text step by step until the socket's leak is gone. */
function mend(leak: Leak, now: Analysed, trial: Trial): Mended | undefined {
  let state = { patch: new Patch(now.unit.parsed.text), analysed: now, target: leak, title: '' };
  const budget = { trials: MOST_TRIALS };
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

interface State {
  readonly patch: Patch;
  readonly analysed: Analysed;
  readonly target: Leak;
}

/** The first change that takes something of the leak away and does no harm. */
function better(state: State, leak: Leak, now: Analysed, trial: Trial, budget: { trials: number }) {
  const before = weight(state.analysed, leak, state.patch);
  for (const { title, edits } of candidatesFor(state.target, state.analysed.unit)) {
    if (budget.trials-- <= 0) return undefined;
    const patch = state.patch.with(edits);
    const analysed = trial(patch.text);
    if (!analysed || analysed.leaks.length > Math.max(now.leaks.length, state.analysed.leaks.length))
      continue;
    if (weight(analysed, leak, patch) >= before || doesHarm(analysed, patch)) continue;
    return { title, patch, analysed };
  }
  return undefined;
}

function candidatesFor(leak: Leak, unit: FileUnit): Candidate[] {
  const eof = leak.rule === 'handle-eof' ? eofCandidates(leak, unit) : [];
  const close = closingCandidates(leak, unit);
  return leak.kind === 'eof-loop' ? [...eof, ...close] : [...close, ...eof];
}

/** The leaks of the same socket that were not there, at other places, before. */
function remaining(analysed: Analysed, leak: Leak, patch: Patch, now: Analysed): Leak[] {
  const others = new Set(
    now.leaks.filter((one) => one !== leak).map((one) => `${one.kind} ${patch.now(one.at.start)}`),
  );
  return ofSocket(analysed, leak, patch).filter((one) => !others.has(`${one.kind} ${one.at.start}`));
}

function ofSocket({ leaks }: Analysed, leak: Leak, patch: Patch): Leak[] {
  return leaks.filter(({ opened }) => opened.start === patch.now(leak.opened.start));
}

/** How much is wrong with a socket: every way it is lost, and every loop it is stuck in. */
function weight(analysed: Analysed, leak: Leak, patch: Patch): number {
  const ways = ofSocket(analysed, leak, patch).map(({ steps, kind }) => {
    const losses = new Set(
      steps.filter(({ role }) => role === 'leaves' || role === 'overwritten').map(({ span }) => span.start),
    );
    return (kind === 'eof-loop' ? 100 : 1) + losses.size;
  });
  return ways.reduce((sum, one) => sum + one, 0);
}

/** Something that was put in closes what is closed or handed over already. */
function doesHarm({ unit, consumes }: Analysed, patch: Patch): boolean {
  return patch.edits.some(({ span, text }) => {
    const start = patch.now(span.start) - (span.start === span.end ? text.length : 0);
    const inserted: Span = { start, end: start + text.length };
    return unit.graphsAround(inserted).some((graph) => closesTwice(graph, inserted, consumes));
  });
}

/** Whether a callee lets go of a descriptor it gets, on some path; what nobody knows does. */
export function consumesIn(
  resolve: (op: Extract<Op, { op: 'call' }>, from: Graph) => Graph | undefined,
): Consumes {
  const look = (op: Extract<Op, { op: 'call' }>, place: Place, from: Graph, depth: number): boolean => {
    const callee = resolve(op, from);
    if (!callee || depth > 4) return true;
    const index = op.args.indexOf(place);
    const param = index < 0 ? callee.self : callee.params[index];
    return (
      param !== undefined &&
      callee.blocks.some(({ ops }) => ops.some((each) => takes(each, param, callee, depth)))
    );
  };
  const takes = (op: Op, param: Place, graph: Graph, depth: number): boolean => {
    const about = (place: Place | undefined): boolean => place?.replace(/^&/, '').startsWith(param) === true;
    if (op.op === 'close') return about(op.handle);
    if (op.op === 'escape') return about(op.handle);
    if (op.op === 'copy') return about(op.from) && !about(op.into);
    if (op.op === 'special') return op.name === 'watch' && about(op.places[0]);
    return (
      op.op === 'call' &&
      [...op.args, op.receiver].some(
        (arg) => arg !== undefined && about(arg) && look(op, arg, graph, depth + 1),
      )
    );
  };
  return (op, place, from) => look(op, place, from, 0);
}
