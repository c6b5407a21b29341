import { isGlobal, rootOf, type Fact, type Graph, type Op, type Place } from '../ir.js';
import { Known } from './known.js';
import { isCallers } from './live.js';
import { newcomers } from './newcomers.js';
import { borrowedRecords } from './records.js';
import type { CalleeOf } from './call-sites.js';
import { SPECIAL } from './vocabulary.js';

type Call = Extract<Op, { op: 'call' }>;

/** What a function may do, whatever the path: coarse facts to stay silent by. */
export interface Deeds {
  /** It or its callees close something, hand something over or call what nobody knows. */
  readonly acts: boolean;
  /** It or its callees write where others can see it. */
  readonly writes: boolean;
  /** Its callees do. */
  readonly calleesWrite: boolean;
  /** It writes what a parameter points to directly (`*got = n`): the caller's, who may have asked for it in a local. */
  readonly fills: boolean;
  /** Parameters it adds to what others can see. */
  readonly adds: ReadonlySet<Place>;
}

export const NOTHING: Deeds = {
  acts: false,
  writes: false,
  calleesWrite: false,
  fills: false,
  adds: new Set(),
};

/** Collects and remembers the deeds of functions. */
export class AllDeeds {
  constructor(
    private readonly calleeOf: CalleeOf,
    private readonly memo: WeakMap<Graph, Deeds>,
  ) {}

  of(graph: Graph): Deeds {
    const before = this.memo.get(graph);
    if (before) return before;
    this.memo.set(graph, NOTHING);
    const each = graph.blocks.flatMap(({ ops }) => ops.map((op) => this.deed(op, graph)));
    const deeds = {
      acts: each.some(({ acts }) => acts),
      writes: each.some(({ writes }) => writes),
      calleesWrite: each.some(({ calleesWrite }) => calleesWrite),
      fills: each.some((deed) => deed.fills),
      adds: new Set(each.flatMap(({ adds }) => [...adds])),
    };
    this.memo.set(graph, deeds);
    return deeds;
  }

  /**
   * True when nothing acts in a graph without `first`, or a call of the same function, having been done.
   * @param found what holds when the function is entered; ways that contradict it are left out.
   */
  follow(graph: Graph, first: Op, found = Known.nothing): boolean {
    const reached = new Set([graph.entry]);
    for (const id of reached) {
      const { ops = [], edges = [] } = graph.blocks[id] ?? {};
      const at = ops.findIndex((op) => isLike(op, first));
      const before = at < 0 ? ops : ops.slice(0, at);
      if (before.some((op) => this.deed(op, graph).acts)) return false;
      if (at < 0) for (const { to, facts } of edges) if (agrees(found, facts)) reached.add(to);
    }
    return true;
  }

  /** True for operations after which others' storage may hold something else. */
  changes(op: Op, graph: Graph): boolean {
    const { acts, writes, fills, adds } = this.deed(op, graph);
    return acts || writes || fills || adds.size > 0;
  }

  private deed(op: Op, graph: Graph): Deeds {
    if (op.op === 'escape' && op.to === 'index') return NOTHING;
    if (op.op === 'close' || op.op === 'end' || op.op === 'escape')
      return { ...NOTHING, acts: !newcomers(graph).has(op.handle) };
    if (op.op !== 'call') return written(op, graph);
    const callee = this.calleeOf(op, graph);
    if (callee) return this.inner(op, graph, this.of(callee));
    return { ...NOTHING, acts: actsOn(op, graph) };
  }

  /** A callee's deeds as those of its caller. */
  private inner({ args }: Call, graph: Graph, { acts, writes, fills, adds }: Deeds): Deeds {
    const shared = fills && args.some((arg) => arg !== undefined && isShared(arg, graph));
    const told = writes || shared || adds.size > 0;
    return { ...NOTHING, acts, writes: told, calleesWrite: told };
  }
}

function agrees(found: Known, facts: readonly Fact[]): boolean {
  return facts.every((fact) => found.assume(fact) !== undefined);
}

/** The same deed in another state of the program: a `switch` may read in each of its cases. */
function isLike(op: Op, first: Op): boolean {
  if (op === first) return true;
  return (
    op.op === 'call' && first.op === 'call' && calledBy(op) !== undefined && calledBy(op) === calledBy(first)
  );
}

function calledBy({ callee }: Call): string | undefined {
  return callee && 'graph' in callee ? callee.graph : undefined;
}

/** True when somebody unknown gets something that was there before. */
export function actsOn(op: Call, graph: Graph): boolean {
  return [...op.args, op.receiver].some((arg) => arg !== undefined && !newcomers(graph).has(arg));
}

function written(op: Op, graph: Graph): Deeds {
  if (!writesOutside(op, graph)) return NOTHING;
  if (fills(op, graph)) return { ...NOTHING, fills: true };
  const added = op.op === 'assign' ? op.adds : undefined;
  return added !== undefined && graph.params.includes(added)
    ? { ...NOTHING, adds: new Set([added]) }
    : { ...NOTHING, writes: true };
}

/** True for `*param = x`. */
export function fills(op: Op, graph: Graph): boolean {
  const into = op.op === 'assign' || op.op === 'copy' || op.op === 'open' ? op.into : undefined;
  return into !== undefined && graph.params.some((param) => into === `${param}.*`);
}

/** True unless the argument is the address of a local of this function. */
export function isShared(arg: Place, graph: Graph): boolean {
  return !arg.startsWith('&') || isOutside(arg.slice(1), graph);
}

/** True when the operation writes to storage that others than this function can see. */
export function writesOutside(op: Op, graph: Graph): boolean {
  return (op.op === 'assign' || op.op === 'copy' || op.op === 'open') && isOutside(op.into, graph);
}

function isOutside(place: Place, graph: Graph): boolean {
  const root = rootOf(place);
  return isGlobal(place) || isCallers(graph, place) || (place !== root && borrowedRecords(graph).has(root));
}

/**
 * True for a function that forks a child which becomes another program, closes nothing before and is not waited for: what is
 * open without FD_CLOEXEC lives on in it (execve(2)).
 */
export function leavesProgram(graph: Graph): boolean {
  const ops = graph.blocks.flatMap((block) => block.ops);
  const has = (name: string) => ops.some((op) => op.op === 'special' && op.name === name);
  if (!has(SPECIAL.fork) || !has(SPECIAL.exec) || has(SPECIAL.waitChild)) return false;
  return !ops.some((op) => op.op === 'close' || op.op === 'call');
}
