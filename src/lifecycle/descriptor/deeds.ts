import { isGlobal, rootOf, type Graph, type Op, type Place } from '../ir.js';
import { isCallers } from './live.js';
import { borrowedRecords } from './records.js';
import type { CalleeOf } from './flow.js';
import { SPECIAL } from './vocabulary.js';

/** What a function may do, whatever the path: coarse facts to stay silent by. */
export interface Deeds {
  /** It or its callees close something, hand something over or call what nobody knows. */
  readonly acts: boolean;
  /** It or its callees write where others can see it. */
  readonly writes: boolean;
}

const NOTHING: Deeds = { acts: false, writes: false };

/** Collects and remembers the deeds of functions. */
export class AllDeeds {
  private readonly memo = new Map<Graph, Deeds>();

  constructor(private readonly calleeOf: CalleeOf) {}

  of(graph: Graph): Deeds {
    const before = this.memo.get(graph);
    if (before) return before;
    this.memo.set(graph, NOTHING);
    const each = graph.blocks.flatMap(({ ops }) => ops.map((op) => this.deed(op, graph)));
    const deeds = { acts: each.some(({ acts }) => acts), writes: each.some(({ writes }) => writes) };
    this.memo.set(graph, deeds);
    return deeds;
  }

  private deed(op: Op, graph: Graph): Deeds {
    if (op.op === 'escape' && op.to === 'index') return NOTHING;
    if (op.op === 'close' || op.op === 'end' || op.op === 'escape') return { acts: true, writes: false };
    if (op.op !== 'call') return { acts: false, writes: writesOutside(op, graph) };
    const callee = this.calleeOf(op, graph);
    if (callee) return this.of(callee);
    return { acts: op.args.some((arg) => arg !== undefined) || op.receiver !== undefined, writes: false };
  }
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
