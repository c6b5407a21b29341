import type { Site } from '../explore.js';
import type { Graph, Op } from '../ir.js';
import { Binding } from './binding.js';
import { leavesProgram } from './deeds.js';
import { isFinSeen, type Held } from './held.js';
import type { Known } from './known.js';
import { liveOf } from './live.js';
import { Naming } from './naming.js';
import { after, type Result, type Way } from './result.js';
import { State } from './state.js';
import { isInReach, passedBy, returnsIt, wayBack } from './transitions.js';

type Call = Extract<Op, { op: 'call' }>;

/** What calls do to a socket: those of our own code are entered, the rest may do anything with what they are given. */
export abstract class Calling extends Naming {
  protected call(op: Call, state: State, site: Site<State>): State[] {
    const callee = this.concerned(op, state.held);
    if (!callee)
      return this.handOver(passedBy(op), state, site).flatMap((next) => this.unknownCall(op, next, site));
    const binding = new Binding(op, callee);
    const result = state.held && this.effectOf(callee, binding, state.held, state.known);
    if (state.held && result) return this.enter(op, binding, result, state, state.held, site);
    if (state.held && !state.held.cloexec && leavesProgram(callee)) this.tally.inherited.set(op, this.graph);
    const stays = !op.concurrent && this.program.neverReturns(callee);
    return stays ? [] : this.unknownCall(op, state, site);
  }

  /** The callee, when it can reach the socket or may do without it what ends the path. */
  private concerned(op: Call, held: Held | undefined): Graph | undefined {
    if (held && isInReach(op, held)) return this.program.callee(op, this.graph);
    const leaves = held && this.program.doer(op, this.graph, 'leave');
    return leaves ?? this.program.doer(op, this.graph, 'stop');
  }

  /** Results and what the callee may write through pointers are unknown afterwards. */
  protected unknownCall(op: Call, state: State, site: Site<State>): State[] {
    let known = state.known;
    for (const arg of op.args) if (arg?.startsWith('&')) known = known.set(arg.slice(1));
    if (op.result === undefined) return [state.knowing(known)];
    return this.write(op.result, state.knowing(known.set(op.result)), op.at, site);
  }

  /** A call of our own code with the socket. */
  protected enter(
    op: Call,
    binding: Binding,
    result: Result,
    state: State,
    held: Held,
    site: Site<State>,
  ): State[] {
    this.absorb(op, result, held, site);
    const back = result.ways.filter(({ leaves }) => leaves === 'return');
    return back.flatMap((way) => {
      const next = this.leaveCall(op, binding, way, result, state, held);
      if (this.isStored(next.held, held)) return this.store(next, site);
      return op.result === undefined || returnsIt(way) ? [next] : this.write(op.result, next, op.at, site);
    });
  }

  /** The callee put it where others can reach it. */
  private isStored(after: Held | undefined, before: Held): boolean {
    return (
      after !== undefined &&
      [...after.names].some((name) => !before.names.has(name) && this.isElsewhere(name))
    );
  }

  private leaveCall(call: Call, binding: Binding, way: Way, result: Result, state: State, held: Held): State {
    const changes = this.program.changes(result.graph);
    const known = state.knowing(binding.knownAfter(state.known, way.state.known, changes));
    const inside = way.state.held;
    if (!inside) return known;
    const names = binding.leave(held, inside);
    const trail = [...held.trail, ...inside.trail];
    const owned = result.closes || call.concurrent;
    const blame = held.blame ?? inside.blame ?? (owned ? way.at : undefined);
    const marks = inside.signalled ? { signalled: true } : {};
    const next: Held = { ...held, names, phase: inside.phase, child: inside.child, trail, ...marks };
    const reads = isFinSeen(inside) && (!isFinSeen(held) || result.followed.size > 0);
    const told = reads && call.result !== undefined ? { ...next, count: call.result } : next;
    return known.holding(blame ? { ...told, blame } : told);
  }

  /** What the callee did with the socket is part of what this function did with it. */
  private absorb(op: Call, result: Result, held: Held, site: Site<State>): void {
    this.tally.add(result, site);
    // Making the next socket loses the last one: that is the caller's doing.
    const here =
      op === this.origin ? { at: wayBack(site, op.at) ?? op.at, by: op.at, graph: this.graph } : {};
    for (const loss of result.losses) this.tally.losses.push({ ...after(loss, held), ...here });
    for (const stuck of result.stuck) this.tally.stuck.push(after(stuck, held));
  }

  /** The state on a throw edge: as it was before the call, or as the callee that threw left it. */
  protected thrown(state: State, site: Site<State>): State | undefined {
    const op = site.block.ops.at(-1);
    if (op?.op !== 'call' || !state.held || !isInReach(op, state.held)) return state;
    const callee = this.program.callee(op, this.graph);
    if (!callee) return this.handOver(passedBy(op), state, site)[0];
    const binding = new Binding(op, callee);
    const result = this.effectOf(callee, binding, state.held, state.known);
    if (!result) return state;
    const way = result.ways.find(({ leaves }) => leaves === 'throw');
    return way && this.leaveCall(op, binding, way, result, state, state.held);
  }

  /** What the callee does to the socket, or undefined when it is not concerned. */
  private effectOf(callee: Graph, binding: Binding, held: Held, known: Known): Result | undefined {
    const entry = binding.enter(held);
    if (!entry) return undefined;
    const live = liveOf(callee)[callee.entry] ?? new Set<string>();
    return this.program.effect(callee, new State(entry, binding.knownInside(known).only(live)));
  }
}
