import type { TSESTree } from '@typescript-eslint/types';
import { GraphBuilder } from '../../../lifecycle/graph-builder.js';
import { FIELDS } from '../../../lifecycle/ir.js';
import type { BlockId, Comparison, Fact, Graph, GraphId, Op, Outcome, Place } from '../../../lifecycle/ir.js';
import type { Span } from '../../../shared/span.js';
import type { Pledge, Value } from '../values.js';
import { either, NOBODY } from '../values.js';
import type { Entered, Frame } from './frame.js';
import type { Program } from './program.js';
import { isField } from './scope.js';

interface CalledFunction {
  readonly kind: 'call';
  readonly to: BlockId;
  /** The statement at its end. */
  readonly last: TSESTree.Node | undefined;
  result: Value | undefined;
  /** Which of its returns gave a promise, once there may be several. */
  ways?: { readonly place: Place; count: number };
}

/** What has to happen on the way out of a piece of code, and where the ways out lead. */
export type Control =
  | CalledFunction
  | {
      readonly kind: 'jump';
      readonly labels: readonly string[];
      readonly breakTo?: BlockId;
      readonly continueTo?: BlockId;
      readonly named?: boolean;
    }
  | { readonly kind: 'catch'; readonly to: BlockId; readonly frame: Frame }
  | { readonly kind: 'finally'; readonly run: (leaving: 'break' | 'return' | 'throw') => void }
  /** A generator's body runs inside the loop that consumes it. */
  | { readonly kind: 'yield'; readonly body: (value: Value) => void };

type Distribute<T> = T extends unknown ? Omit<T, 'at' | 'foreign'> : never;
export type NewOp = Distribute<Op>;

type Running = Pick<Entered, 'node' | 'self'>;

/** `if (!(this instanceof Session)) return new Session(socket)`: a second activation, but not a recursion. */
export function makesItself(entry: Running, self: Value | undefined): boolean {
  return entry.self === NOBODY && self?.kind === 'object';
}

/** The lowering of one graph: where operations go, and what surrounds the code being read. */
export class Activation {
  readonly builder: GraphBuilder;
  private control: Control[] = [];
  /** Set while code of another file is inlined: the call in the analysed file that led there. */
  private anchor: Span | undefined;
  private depth = 0;
  private via: Span | undefined;
  /** How often the code being read runs at a stretch, as far as counting loops around it tell. */
  rounds = 1;
  /** Told of what the graph's own function returns, on each way that does. */
  gives: ((value: Value) => void) | undefined;
  /** The functions that are being read into this graph, outermost first. */
  private running: readonly Running[] = [];

  constructor(
    readonly program: Program,
    readonly id: GraphId,
    name: string,
    at: Span,
    readonly rejects: boolean,
    anchor?: Span,
    /** How many calls deep the one stands that this graph is entered by. */
    private readonly outer = 0,
  ) {
    this.builder = new GraphBuilder(id, name, at, []);
    this.anchor = anchor;
  }

  /** The same place for operations inside a callee of another file. */
  get inherited(): Span | undefined {
    return this.anchor;
  }

  /** The place in the analysed file that code entered from `node` is told by. */
  inheritedAt(_node: TSESTree.Node, frame: Frame): Span | undefined {
    return frame.module.isMain ? undefined : this.anchor;
  }

  emit(op: NewOp, node: TSESTree.Node, frame: Frame, as?: string): void {
    if (!isInert(op)) this.program.effects++;
    this.builder.emit({ ...op, ...this.where(node, frame), ...(as === undefined ? {} : { as }) } as Op);
  }

  /** Runs a function's body: what stands in a callee of the graph's own function is told by the call, too. */
  called<T>(callee: Running, node: TSESTree.Node, frame: Frame, body: () => T): T {
    const { via, running } = this;
    if (this.depth > 0 && frame.module.isMain) this.via ??= tokenSpan(node);
    this.depth++;
    this.running = [...running, callee];
    try {
      return body();
    } finally {
      this.depth--;
      this.running = running;
      this.via = via;
    }
  }

  /** Whether a function is being read into this graph already: it calls itself, through whatever others. */
  isRunning({ node, self }: Running): boolean {
    return this.running.some((entry) => entry.node === node && !makesItself(entry, self));
  }

  /** How many calls deep the code that is being read stands. */
  get nesting(): number {
    return this.outer + this.running.length;
  }

  /** True in the function that the graph stands for. */
  get isOwnFunction(): boolean {
    return this.depth <= 1 && this.outer === 0;
  }

  where(node: TSESTree.Node, frame: Frame): { at: Span; via?: Span; foreign?: { file: string; span: Span } } {
    const span = tokenSpan(node);
    if (frame.module.isMain || !this.anchor) return this.via ? { at: span, via: this.via } : { at: span };
    return { at: this.anchor, foreign: { file: frame.module.parsed.path, span } };
  }

  /** Runs `body` as code of another file that is entered at `node`. */
  anchored<T>(node: TSESTree.Node, from: Frame, into: Frame, body: () => T): T {
    if (this.anchor !== undefined || !from.module.isMain || into.module.isMain) return body();
    this.anchor = tokenSpan(node);
    try {
      return body();
    } finally {
      this.anchor = undefined;
    }
  }

  within<T>(control: Control, body: () => T): T {
    this.control.push(control);
    try {
      return body();
    } finally {
      this.control.pop();
    }
  }

  /** Reads what runs so many times. */
  times(rounds: number, body: () => void): void {
    this.rounds *= rounds;
    body();
    this.rounds /= rounds;
  }

  /** A branch of which nothing is known. */
  fork(to: BlockId, facts: readonly Fact[] = []): void {
    this.builder.branch(to, facts);
  }

  /** Either of several bodies, each where its facts hold, then on together. */
  choose(bodies: readonly (() => void)[], facts: readonly (readonly Fact[])[] = []): void {
    const { builder } = this;
    if (bodies.length === 1) {
      bodies[0]?.();
      return;
    }
    const labels = bodies.map(() => builder.label());
    const after = builder.label();
    labels.forEach((label, i) => builder.branch(label, facts[i] ?? []));
    builder.seal();
    bodies.forEach((body, i) => {
      builder.place(labels[i] ?? after);
      body();
      if (builder.reachable) builder.jump(after);
    });
    builder.place(after);
  }

  /** A function with an early return gives one promise or another, or none: what awaits its result has to know which. */
  givesPromise(pledge: Pledge | undefined, node: TSESTree.Node, frame: Frame): void {
    const target = this.control.findLast((entry) => entry.kind === 'call');
    if (!target || (!target.ways && !target.result && node === target.last)) return;
    target.ways ??= { place: this.place('way'), count: 0 };
    const { place } = target.ways;
    const is = pledge ? ++target.ways.count : 0;
    if (pledge) pledge.way = { place, is };
    this.emit({ op: 'assign', into: place, value: is }, node, frame);
  }

  returns(value: Value): void {
    const index = this.control.findLastIndex(({ kind }) => kind === 'call');
    const target = this.control[index];
    if (!this.control.slice(0, index).some(({ kind }) => kind === 'call')) this.gives?.(value);
    this.leave(index, 'return');
    if (target?.kind !== 'call') {
      this.result = either(this.result, value);
      this.builder.halt('return');
      return;
    }
    target.result = either(target.result, value);
    this.builder.jump(target.to);
  }

  /** What the graph's function returns. */
  result: Value | undefined;

  throws(): void {
    this.program.thrown++;
    const index = this.control.findLastIndex(({ kind }) => kind === 'catch');
    const target = this.control[index];
    this.leave(index, 'throw');
    if (target?.kind === 'catch') this.builder.jump(target.to);
    else this.builder.halt('throw');
  }

  /** A call that may throw here: one way leaves, the other goes on. Which is taken, `place` tells. */
  mayThrow(node: TSESTree.Node, frame: Frame, place?: Place): void {
    this.program.thrown++;
    if (!this.builder.reachable || !this.isThrowSeen) return;
    const thrown = this.builder.label();
    const on = this.builder.label();
    const facts = (is: Comparison): Fact[] => (place ? [{ fact: 'compare', place, is, with: 0 }] : []);
    this.builder.branch(thrown, facts('!='));
    this.builder.branch(on, facts('=='));
    this.builder.seal();
    this.builder.place(thrown);
    if (place) this.emit({ op: 'assign', into: place }, node, frame);
    this.emit({ op: 'special', name: 'throws', places: [] }, node, frame);
    this.throws();
    this.builder.place(on);
    if (place) this.emit({ op: 'assign', into: place }, node, frame);
  }

  /** Where an exception from here is caught, in this function or a caller. */
  get catcher(): Frame | undefined {
    const target = this.control.findLast((entry) => entry.kind === 'catch');
    return target?.kind === 'catch' ? target.frame : undefined;
  }

  /** Whether anybody survives an exception here; otherwise the process ends, and with it its sockets. */
  get isThrowSeen(): boolean {
    return this.rejects || this.program.survives || this.control.some(({ kind }) => kind === 'catch');
  }

  breaks(label: string | undefined, how: 'break' | 'continue'): void {
    const side = how === 'break' ? 'breakTo' : 'continueTo';
    const index = this.control.findLastIndex(
      (entry) =>
        entry.kind === 'jump' &&
        entry[side] !== undefined &&
        (label === undefined ? !entry.named : entry.labels.includes(label)),
    );
    const target = this.control[index];
    if (target?.kind !== 'jump') return;
    this.leave(index, 'break');
    const to = target[side];
    if (to !== undefined) this.builder.jump(to);
  }

  /** Runs a generator; what it yields is handled outside of it. */
  consuming(onYield: (value: Value) => void, generator: () => void): void {
    const { running } = this;
    const body = (value: Value): void => {
      const inside = this.running;
      this.running = running;
      onYield(value);
      this.running = inside;
    };
    this.within({ kind: 'yield', body }, generator);
  }

  /** Hands a yielded value to the loop that consumes the generator; false when nobody does. */
  yields(value: Value): boolean {
    const index = this.control.findLastIndex(({ kind }) => kind === 'yield');
    const target = this.control[index];
    if (target?.kind !== 'yield') return false;
    target.body(value);
    return true;
  }

  /** The place a wait ends in each of its outcomes. */
  wait(
    op: Omit<Extract<NewOp, { op: 'wait' }>, 'op'>,
    outcomes: readonly Outcome[],
    node: TSESTree.Node,
    frame: Frame,
  ): Map<Outcome, BlockId> {
    const { builder } = this;
    const block = builder.label();
    builder.place(block);
    this.emit({ op: 'wait', ...op }, node, frame);
    const labels = new Map<Outcome, BlockId>();
    for (const outcome of outcomes) {
      const label = builder.label();
      labels.set(outcome, label);
      builder.branch(label, [{ fact: 'outcome', is: outcome }]);
    }
    builder.seal();
    return labels;
  }

  /** Runs what must run between here and the target, innermost first, each outside of itself. */
  private leave(target: number, how: 'break' | 'return' | 'throw'): void {
    const saved = this.control;
    for (let i = saved.length - 1; i > target; i--) {
      const entry = saved[i];
      if (entry?.kind !== 'finally') continue;
      this.control = saved.slice(0, i);
      entry.run(how);
    }
    this.control = saved;
  }

  finish(): Graph {
    const graph = this.builder.finish();
    return this.rejects ? { ...graph, rejects: true } : graph;
  }

  place(kind: string): Place {
    return this.program.place(kind);
  }
}

/** Operations that only say where control is, or what a name is worth that only its own function knows. */
function isInert(op: NewOp): boolean {
  if (op.op === 'special') return op.name === 'throws' || op.name === 'caught';
  return op.op === 'return' || (op.op === 'assign' && (!isField(op.into) || op.into.endsWith(FIELDS)));
}

/** The smallest token that names a node: a parameter without its type, a method's name. */
export function tokenSpan(node: TSESTree.Node): Span {
  const [start, end] = node.range;
  if (node.type === 'Identifier') return { start, end: start + node.name.length };
  return { start, end };
}
