import type { Graph, GraphId, Place } from '../../../lifecycle/ir.js';
import type { Span } from '../../../shared/span.js';
import type { SourceModule } from '../modules/source-module.js';
import type { NodeVersions } from '../node-versions.js';
import { annotations } from '../types/annotations.js';
import type { TypeOracle } from '../types/type-oracle.js';
import type { Arrival } from '../apis/arrivals.js';
import { buildArrival } from '../apis/arrivals.js';
import type { Func, Native, Pledge, Value } from '../values.js';
import { Activation } from './activation.js';
import { Budget } from './budget.js';
import type { Called } from './called.js';
import { Frame } from './frame.js';

/** How many activations of one function are told apart in one start; the others share what they run in. */
const APART = 6;

/** An activation that goes on by itself. */
export interface Task {
  readonly graph: GraphId;
  readonly promise: Place;
  /** What it gives, once it was read. */
  result: Value | undefined;
}

/** A promise and the functions that settle it. */
export interface Deferred {
  readonly pledge: Pledge;
  readonly fulfil: Native;
  readonly reject: Native;
}

/** One analysis: the files it reads, the graphs it makes of them, and what is still to be lowered. */
export class Program {
  readonly graphs = new Map<GraphId, Graph>();
  readonly arrivals = new Map<string, Arrival>();
  /** The arrivals that a listener waits for already. */
  readonly heard = new Map<string, Arrival>();
  readonly roots: GraphId[] = [];
  /** Functions that were entered, from wherever; the others are roots of their own. */
  readonly entered = new Set<object>();
  readonly modules = new Map<string, SourceModule>();
  /** The graphs of listeners, by closure: made once though it is registered again and again. */
  readonly listeners = new Map<string, GraphId>();
  /** What calls run in, by the call, its own frame and what it is given. */
  readonly frames = new Map<string, Frame>();
  /** What `new Promise` makes, by its place. */
  readonly deferred = new Map<Place, Deferred>();
  /** Reactions to promises and asynchronous activations, by what starts them. */
  readonly tasks = new Map<string, Task>();
  /** Functions with a graph of their own, by closure. */
  readonly called = new Map<string, Called>();
  /** How often a function was read in this start. */
  readonly readings = new Map<object, number>();
  /** What unseen code was given and waits for. */
  readonly handed = new Set<GraphId>();
  private readonly made = new Map<string, Value>();
  private readonly places = new Map<string, Place>();
  private readonly contexts = new Map<object, number>();
  private readonly identities = new WeakMap<object, number>();
  private readonly queue: (() => void)[] = [];
  private readonly last: (() => void)[] = [];
  private readonly budget = new Budget();
  private ids = 0;
  private catchingUp = false;
  /** Starts that took too much and were given up. */
  abandoned = 0;
  isMuted = false;
  /** The functions of the analysed file that are worth entering by themselves. */
  interesting: ReadonlySet<{ readonly range: readonly [number, number] }> = new Set();
  /** How many operations were recorded that may matter to a socket. */
  effects = 0;
  /** How often something was thrown. */
  thrown = 0;
  /** What functions without such operations gave, by closure and receiver. */
  readonly plain = new Map<string, { readonly result: Value; readonly throws: boolean }>();
  /** Instances made now are exposed. */
  exposes = false;

  constructor(
    /** Some listener keeps the process alive after an exception or a rejection nobody handles. */
    readonly survives: boolean,
    readonly versions: NodeVersions,
    readonly load: (specifier: string, from: string) => SourceModule | undefined,
    /** What is asked of a value that comes out of code that is not read. */
    readonly types: TypeOracle = annotations,
  ) {}

  get exhausted(): boolean {
    return this.budget.exhausted;
  }

  /** Called for each piece of syntax; false when there has been enough. */
  spend({ module }: Frame): boolean {
    return this.budget.spend(!module.isMain);
  }

  readonly identify = (thing: object): number => {
    const id = this.identities.get(thing) ?? this.nextId();
    this.identities.set(thing, id);
    return id;
  };

  /** What a piece of syntax makes, made once per activation: a function entered again finds what it made before. */
  once(node: object, frame: Frame, make: () => Value): Value {
    const key = `${this.identify(node)}/${frame.id}`;
    const known = this.made.get(key);
    if (known) return known;
    const made = make();
    if (made.kind === 'object') made.isVague = frame.isVague;
    this.made.set(key, made);
    return made;
  }

  /** While this runs, objects that are made are in the hands of unseen code from the start. */
  exposing<T>(make: () => T): T {
    const before = this.exposes;
    this.exposes = true;
    try {
      return make();
    } finally {
      this.exposes = before;
    }
  }

  /**
   * While this runs, listeners and arrivals are recorded nowhere: another file's own doings, which the start that happens
   * to ask first does not pay for.
   */
  muted(run: () => void): void {
    const before = this.isMuted;
    this.isMuted = true;
    try {
      this.budget.aside(run);
    } finally {
      this.isMuted = before;
    }
  }

  nextId(): number {
    return ++this.ids;
  }

  place(kind: string): Place {
    return `${kind}#${this.nextId()}`;
  }

  /** A place that a piece of syntax stands for in one activation. */
  placeOnce(kind: string, node: object, frame: Frame): Place {
    const key = `${kind} ${this.identify(node)}/${frame.id}`;
    const known = this.places.get(key) ?? this.place(kind);
    this.places.set(key, known);
    return known;
  }

  frame(parent: Frame, isFunction: boolean, stack = parent.stack, isVague = parent.isVague): Frame {
    return new Frame(this.nextId(), parent, isFunction, parent.module, stack, isVague);
  }

  /** Where a function runs that is entered from `from`. */
  entering(
    { node, frame: parent }: Func,
    self: Value | undefined,
    from: Frame,
    isVague = parent.isVague,
  ): Frame {
    const stack = [...from.stack];
    const made = this.frame(parent, true, stack, isVague);
    stack.push({ node, frame: made, self });
    return made;
  }

  /**
   * A frame for one more activation of a function, while there are not too many: each way to a function
   * has its own, and functions that call each other have more ways than can be followed.
   */
  context(func: Func, self: Value | undefined, from: Frame): Frame {
    const count = this.contexts.get(func.node) ?? 0;
    this.contexts.set(func.node, count + 1);
    return count < APART ? this.entering(func, self, from) : this.shared(func, self, from);
  }

  /** The frame of all activations of a function that are not told apart. */
  shared(func: Func, self: Value | undefined, from: Frame): Frame {
    const key = `any ${this.identify(func.node)}/${func.frame.id}`;
    const shared = this.frames.get(key) ?? this.entering(func, self, from, true);
    this.frames.set(key, shared);
    return shared;
  }

  /** The names of a block in one activation; a loop that is unrolled has some for each round. */
  block(node: object, parent: Frame, round = 0): Frame {
    const key = `block ${this.identify(node)}/${parent.id}/${round}`;
    const known = this.frames.get(key) ?? this.frame(parent, false);
    this.frames.set(key, known);
    return known;
  }

  /** Reads from one start, with all that follows of it; what takes too much leaves nothing behind. */
  attempt(start: () => void): boolean {
    const before = new Set(this.graphs.keys());
    this.contexts.clear();
    this.readings.clear();
    this.budget.begin();
    start();
    this.drain();
    if (!this.exhausted) return true;
    this.abandoned++;
    for (const id of this.graphs.keys()) if (!before.has(id)) this.graphs.delete(id);
    for (const [key, id] of this.listeners) if (!this.graphs.has(id)) this.listeners.delete(key);
    for (const [key, { graph }] of this.tasks) if (!this.graphs.has(graph)) this.tasks.delete(key);
    for (const [key, { graph }] of this.called) if (!this.graphs.has(graph)) this.called.delete(key);
    for (const [key, { graph }] of this.heard) if (!this.graphs.has(graph.id)) this.heard.delete(key);
    for (const arrival of this.arrivals.values()) arrival.built = true;
    this.queue.length = 0;
    this.last.length = 0;
    return false;
  }

  /** Work to be done when the code that runs now has run: listeners know all that their surroundings do. */
  later(work: () => void): void {
    this.queue.push(work);
  }

  /** Work that sees what every socket's handlers have stored: timers, callbacks, events of other things. */
  lastly(work: () => void): void {
    this.last.push(work);
  }

  /** Runs what was put off, then lets things arrive, until nothing new comes of it. */
  drain(): void {
    while (!this.exhausted) {
      const soon = this.queue.shift();
      if (soon) {
        soon();
        continue;
      }
      const next = [...this.arrivals.values()].find(({ built }) => !built);
      const work = next ? undefined : this.last.shift();
      if (next) buildArrival(this, next);
      else if (work) work();
      else return;
    }
  }

  /** Reads the handlers that are waiting: what is awaited now comes from them. */
  catchUp(): void {
    if (this.catchingUp) return;
    this.catchingUp = true;
    while (!this.exhausted) {
      const work = this.queue.shift();
      const next = work ? undefined : [...this.arrivals.values()].find(({ built }) => !built);
      if (work) work();
      else if (next) buildArrival(this, next);
      else break;
    }
    this.catchingUp = false;
  }

  activation(name: string, at: Span, rejects: boolean, anchor?: Span): Activation {
    return new Activation(this, `${name}@${this.nextId()}`, name, at, rejects, anchor);
  }

  finish(activation: Activation): GraphId {
    this.graphs.set(activation.id, activation.finish());
    return activation.id;
  }
}
