import { RETURNED, rootOf, type Graph, type Op, type Place } from '../ir.js';
import { operationsOf } from './operations.js';
import { SPECIAL } from './vocabulary.js';

type Call = Extract<Op, { op: 'call' }>;
export type CalleeOf = (call: Call, from: Graph) => Graph | undefined;

/** A place of the whole module, not of one moment: a local, a field of every record of a type, all elements of an array. */
type Store = string;

/** Something done to a store. */
export interface Use {
  readonly graph: Graph;
  readonly op: Op;
}

/**
 * Where descriptors may flow in a module, whatever the order of control: through variables, arguments, results, globals and
 * the fields of record types. Coarse on purpose: it is asked whether *anybody* could read or close what an `accept` made.
 */
export class Flow {
  private readonly next = new Map<Store, Set<Store>>();
  private readonly uses = new Map<Store, Use[]>();
  private readonly escaped = new Set<Store>();
  private readonly wholes: [Store, Store][] = [];
  private readonly fieldTypes = new Map<Store, string>();
  private readonly called = new Set<Graph>();
  private readonly graphs: ReadonlySet<Graph>;

  constructor(
    graphs: Iterable<Graph>,
    private readonly calleeOf: CalleeOf,
  ) {
    this.graphs = new Set(graphs);
    this.each((op, graph) => {
      this.learn(op, graph);
      this.noteCall(op, graph);
    });
    this.each((op, graph) => {
      this.note(op, graph);
    });
    this.linkMembers();
  }

  /** All stores a socket that is put into `place` may get to. */
  from(graph: Graph, place: Place): Stores {
    return this.closure([this.storeOf(graph, place)]);
  }

  /** Of these, what was put away in a record, array or global, and all it may get to from there. */
  keptOf({ names }: Stores): Stores {
    return this.closure([...names].filter((store) => /[{[]|^::/.test(store)));
  }

  has({ names }: Stores, graph: Graph, place: Place): boolean {
    return names.has(this.storeOf(graph, place));
  }

  /** Whether some of these sockets may get to a place. */
  hasAny(all: readonly Stores[], graph: Graph, place: Place): boolean {
    const store = this.storeOf(graph, place);
    return all.some(({ names }) => names.has(store));
  }

  private closure(start: Iterable<Store>): Stores {
    const names = new Set(start);
    for (const store of names) for (const to of this.next.get(store) ?? []) names.add(to);
    const escapes = [...names].some((store) => this.escaped.has(store));
    return { names, escapes, uses: [...names].flatMap((store) => this.uses.get(store) ?? []) };
  }

  isCalled(graph: Graph): boolean {
    return this.called.has(graph);
  }

  private each(visit: (op: Op, graph: Graph) => void): void {
    for (const graph of this.graphs) for (const op of operationsOf(graph).flows) visit(op, graph);
  }

  private noteCall(op: Op, graph: Graph): void {
    const callee = op.op === 'call' ? this.calleeOf(op, graph) : undefined;
    if (callee) this.called.add(callee);
  }

  private note(op: Op, graph: Graph): void {
    switch (op.op) {
      case 'copy':
        this.link(this.storeOf(graph, op.from), this.storeOf(graph, op.into));
        this.wholes.push([this.wholeAt(graph, op.from), this.wholeAt(graph, op.into)]);
        break;
      case 'return':
        this.returned(op.value, graph);
        break;
      case 'call':
        this.passed(op, graph);
        break;
      case 'escape':
        // A thread of our own code is followed by its call.
        if (op.to !== 'thread') this.leaves(op.handle, graph);
        break;
      case 'close':
      case 'read':
      case 'end':
        this.use(op.handle, op, graph);
        break;
      case 'special':
        this.special(op, graph);
        break;
      default:
        break;
    }
  }

  /** The members of a record and of its copy, or of two pointers to it: what is known by type is one store already. */
  private linkMembers(): void {
    const members = new Map<Store, Set<string>>();
    const note = (store: Store): void => {
      const cut = store.search(/(?<=.)[.]/);
      if (cut > 0)
        members.set(
          store.slice(0, cut),
          (members.get(store.slice(0, cut)) ?? new Set()).add(store.slice(cut)),
        );
    };
    for (const [from, to] of this.next) [from, ...to].forEach(note);
    for (const store of this.uses.keys()) note(store);
    for (const [from, to] of this.wholes) {
      if (from === to) continue;
      for (const member of [...(members.get(from) ?? []), ...(members.get(to) ?? [])]) {
        this.link(from + member, to + member);
        this.link(to + member, from + member);
      }
    }
  }

  /** A record as such: `{conn}` for every one of the type. */
  private wholeAt(graph: Graph, place: Place): Store {
    const root = rootOf(place);
    const type = graph.types?.get(root);
    const whole = place.replaceAll(/\[\d*\]/g, '') === root && type !== undefined && !SCALAR.test(type);
    return whole ? wholeOf(type) : this.storeOf(graph, place);
  }

  /** A field that a record is put into, or pointed to from, has its type: `d->pr = p`. */
  private learn(op: Op, graph: Graph): void {
    if (op.op !== 'copy' || op.from !== rootOf(op.from)) return;
    const type = graph.types?.get(op.from);
    const into = this.storeOf(graph, op.into);
    if (type !== undefined && /^\{\w+\}\./.test(into)) this.fieldTypes.set(into, type);
  }

  private storeOf(graph: Graph, place: Place): Store {
    const store = plainStore(graph, place);
    return store.startsWith('{') && this.fieldTypes.size > 0 ? this.canonical(store) : store;
  }

  /** `{dir}.pr.fd[]` is `{pair}.fd[]` when `pr` points to a pair. */
  private canonical(store: Store): Store {
    for (let cut = store.indexOf('.', store.indexOf('}.') + 2); cut > 0; cut = store.indexOf('.', cut + 1)) {
      const type = this.fieldTypes.get(store.slice(0, cut));
      if (type !== undefined) return this.canonical(`{${type}}${store.slice(cut)}`);
    }
    return store;
  }

  private special(op: Extract<Op, { op: 'special' }>, graph: Graph): void {
    const [first = '', second = ''] = op.places;
    if (op.name === SPECIAL.watch) this.use(first, op, graph);
    if (op.name === SPECIAL.member) this.link(this.storeOf(graph, second), this.storeOf(graph, first));
    if (op.name !== SPECIAL.replace && op.name !== SPECIAL.duplicate) return;
    this.link(this.storeOf(graph, first), this.storeOf(graph, second));
    if (op.name === SPECIAL.replace) this.use(second, op, graph);
  }

  private returned(value: Place | number | undefined, graph: Graph): void {
    if (typeof value !== 'string') return;
    this.link(this.storeOf(graph, value.replace(/^&/, '')), resultOf(graph));
    if (!this.called.has(graph)) this.escaped.add(resultOf(graph));
  }

  private passed(op: Call, graph: Graph): void {
    const callee = this.calleeOf(op, graph);
    if (!callee || !this.graphs.has(callee)) {
      for (const arg of [...op.args, op.receiver]) if (arg !== undefined) this.leaves(arg, graph);
      return;
    }
    callee.params.forEach((param, i) => {
      const arg = op.args[i];
      if (arg !== undefined) this.bind(arg, graph, param, callee);
    });
    if (op.result !== undefined) this.link(resultOf(callee), this.storeOf(graph, op.result));
  }

  /** `&x` and `*param` are one store; the fields behind a typed pointer are one anyway. */
  private bind(arg: Place, graph: Graph, param: Place, callee: Graph): void {
    if (!arg.startsWith('&')) {
      this.link(this.storeOf(graph, arg), this.storeOf(callee, param));
      return;
    }
    const [outside, inside] = [this.storeOf(graph, arg.slice(1)), this.storeOf(callee, `${param}.*`)];
    this.link(outside, inside);
    this.link(inside, outside);
  }

  /** The value, and of a record every field of its type. */
  private leaves(place: Place, graph: Graph): void {
    const bare = place.replace(/^&/, '');
    this.escaped.add(this.storeOf(graph, bare));
    const type = graph.types?.get(rootOf(bare));
    if (type !== undefined && !SCALAR.test(type) && bare.replaceAll(/\[\d*\]/g, '') === rootOf(bare))
      this.escaped.add(wholeOf(type));
  }

  private use(place: Place, op: Op, graph: Graph): void {
    const store = this.storeOf(graph, place);
    this.uses.set(store, [...(this.uses.get(store) ?? []), { graph, op }]);
  }

  private link(from: Store, to: Store): void {
    const links = this.next.get(from) ?? new Set();
    this.next.set(from, links.add(to));
    const [, type] = /^\{(.+)\}\./.exec(to) ?? [];
    if (type !== undefined) this.next.set(to, (this.next.get(to) ?? new Set()).add(wholeOf(type)));
  }
}

/** The stores one socket may get to and what is done there. */
export interface Stores {
  readonly names: ReadonlySet<Store>;
  readonly escapes: boolean;
  readonly uses: readonly Use[];
}

/** The record types whose fields hold the socket, in the order it gets there. */
export function typesOf({ names }: Stores): string[] {
  return [...names].flatMap((store) => /^\{(\w+)\}\./.exec(store)?.[1] ?? []);
}

/** Types that have no fields: what is said of their members is said of something else. */
const SCALAR =
  /^$|^(?:const |unsigned |signed )*(?:int|long|short|char|void|bool|_Bool|float|double|auto|s?size_t|u?int\d+_t)\b/;

const plainStores = new WeakMap<Graph, Map<Place, Store>>();

/** The store a place is, as far as its own function tells. */
function plainStore(graph: Graph, place: Place): Store {
  const known = plainStores.get(graph) ?? new Map<Place, Store>();
  plainStores.set(graph, known);
  const store = known.get(place) ?? storeIn(graph, place);
  known.set(place, store);
  return store;
}

function storeIn(graph: Graph, place: Place): Store {
  if (place.startsWith(RETURNED)) return `${graph.id}${place}`;
  const root = rootOf(place);
  const rest = place.slice(root.length).replaceAll(/\[\d*\]/g, '[]');
  const type = graph.types?.get(root);
  const field = rest.replace(/^(?:\[\])+/, '');
  const typed = type !== undefined && !SCALAR.test(type) && field.startsWith('.') && field !== '.*';
  return typed ? `{${type}}${field}` : root + rest;
}

function wholeOf(type: string): Store {
  return `{${type}}`;
}

function resultOf(graph: Graph): Store {
  return `${graph.id}${RETURNED}`;
}
