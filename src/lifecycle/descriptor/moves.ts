import type { Graph, Op, Place } from '../ir.js';
import type { CalledFrom, CallSites } from './call-sites.js';
import { Links } from './links.js';
import { operationsOf } from './operations.js';
import { recordAt, resultOf, type Store, type StoreNames } from './stores.js';
import { SPECIAL } from './vocabulary.js';

type Call = Extract<Op, { op: 'call' }>;
type Link = readonly [from: Store, to: Store];

/** Something done to a store. */
export interface Use {
  readonly graph: Graph;
  readonly op: Op;
}

/** Where one function moves descriptors to and what it does to them, in the order of its text. */
export class Moves {
  readonly links: Link[] = [];
  /** Records that are copied, or pointed to from another place: their members are the same. */
  readonly wholes: Link[] = [];
  readonly uses: (readonly [Store, Use])[] = [];
  readonly escapes: Store[] = [];
  /** The same for moves between the same stores; what is done there, and where, does not count. */
  readonly key: string;

  constructor(
    private readonly graph: Graph,
    private readonly calls: CalledFrom,
    private readonly isCalled: boolean,
    private readonly stores: StoreNames,
  ) {
    for (const op of operationsOf(graph).flows) this.note(op);
    const used = this.uses.map(([store]) => store);
    this.key = [this.links, this.wholes, used, this.escapes].map((list) => list.join('\n')).join('\n\n');
  }

  private note(op: Op): void {
    switch (op.op) {
      case 'copy':
        this.links.push([this.at(op.from), this.at(op.into)]);
        this.wholes.push([
          this.stores.wholeAt(this.graph, op.from),
          this.stores.wholeAt(this.graph, op.into),
        ]);
        break;
      case 'return':
        this.returned(op.value);
        break;
      case 'call':
        this.passed(op);
        break;
      case 'escape':
        // A thread of our own code is followed by its call.
        if (op.to !== 'thread') this.leaves(op.handle);
        break;
      case 'close':
      case 'read':
      case 'end':
        this.use(op.handle, op);
        break;
      case 'special':
        this.special(op);
        break;
      default:
        break;
    }
  }

  private at(place: Place): Store {
    return this.stores.of(this.graph, place);
  }

  private special(op: Extract<Op, { op: 'special' }>): void {
    const [first = '', second = ''] = op.places;
    if (op.name === SPECIAL.watch) this.use(first, op);
    if (op.name === SPECIAL.member) this.links.push([this.at(second), this.at(first)]);
    if (op.name !== SPECIAL.replace && op.name !== SPECIAL.duplicate) return;
    this.links.push([this.at(first), this.at(second)]);
    if (op.name === SPECIAL.replace) this.use(second, op);
  }

  private returned(value: Place | number | undefined): void {
    if (typeof value !== 'string') return;
    this.links.push([this.at(value.replace(/^&/, '')), resultOf(this.graph)]);
    if (!this.isCalled) this.escapes.push(resultOf(this.graph));
  }

  private passed(op: Call): void {
    const callee = this.calls.get(op);
    if (!callee) {
      for (const arg of [...op.args, op.receiver]) if (arg !== undefined) this.leaves(arg);
      return;
    }
    callee.params.forEach((param, i) => {
      const arg = op.args[i];
      if (arg !== undefined) this.bind(arg, param, callee);
    });
    if (op.result !== undefined) this.links.push([resultOf(callee), this.at(op.result)]);
  }

  /** `&x` and `*param` are one store; the fields behind a typed pointer are one anyway. */
  private bind(arg: Place, param: Place, callee: Graph): void {
    if (!arg.startsWith('&')) {
      this.links.push([this.at(arg), this.stores.of(callee, param)]);
      return;
    }
    const [outside, inside] = [this.at(arg.slice(1)), this.stores.of(callee, `${param}.*`)];
    this.links.push([outside, inside], [inside, outside]);
  }

  /** The value, and of a record every field of its type. */
  private leaves(place: Place): void {
    const bare = place.replace(/^&/, '');
    this.escapes.push(this.at(bare));
    const whole = recordAt(this.graph, bare);
    if (whole !== undefined) this.escapes.push(whole);
  }

  private use(place: Place, op: Op): void {
    this.uses.push([this.at(place), { graph: this.graph, op }]);
  }
}

interface Remembered {
  readonly moves: Moves;
  readonly calls: CalledFrom;
  readonly isCalled: boolean;
  readonly stores: string;
}

/** The moves of functions, each found out once for the same callees and the same names of stores. */
export class AllMoves {
  private readonly known = new WeakMap<Graph, Remembered>();

  private last: Links | undefined;

  ofAll(calls: CallSites, stores: StoreNames): Moves[] {
    const { key } = stores;
    return calls.graphs.map((graph) => {
      const isCalled = calls.of(graph).length > 0;
      const called = calls.from(graph);
      const before = this.known.get(graph);
      if (before?.stores === key && before.isCalled === isCalled && isSame(before.calls, called))
        return before.moves;
      const moves = new Moves(graph, called, isCalled, stores);
      this.known.set(graph, { moves, calls: called, isCalled, stores: key });
      return moves;
    });
  }

  /** What these moves come to; that of the last ones when they differ in nothing that matters. */
  links(all: readonly Moves[]): Links {
    if (!this.last?.isOf(all)) this.last = new Links(all);
    return this.last;
  }
}

function isSame(a: CalledFrom, b: CalledFrom): boolean {
  if (a.size !== b.size) return false;
  for (const [call, callee] of a) if (b.get(call) !== callee) return false;
  return true;
}
