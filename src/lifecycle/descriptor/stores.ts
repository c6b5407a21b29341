import { RETURNED, rootOf, type Graph, type Op, type Place } from '../ir.js';
import { operationsOf } from './operations.js';

/** A place of the whole module, not of one moment: a local, a field of every record of a type, all elements of an array. */
export type Store = string;

/** The stores that the places of some graphs are. A field that a record is put into, or pointed to from, has its type: `d->pr = p`. */
export class StoreNames {
  private readonly fieldTypes = new Map<Store, string>();

  constructor(graphs: Iterable<Graph>) {
    for (const graph of graphs)
      for (const { into, type } of typedCopies(graph)) {
        const field = this.of(graph, into);
        if (/^\{\w+\}\./.test(field)) this.fieldTypes.set(field, type);
      }
  }

  /** The same for the same names: what was told of a graph under one holds under the other. */
  get key(): string {
    return [...this.fieldTypes].join();
  }

  of(graph: Graph, place: Place): Store {
    const store = plainStore(graph, place);
    return store.startsWith('{') && this.fieldTypes.size > 0 ? this.canonical(store) : store;
  }

  /** A record as such: `{conn}` for every one of the type. */
  wholeAt(graph: Graph, place: Place): Store {
    return recordAt(graph, place) ?? this.of(graph, place);
  }

  /** `{dir}.pr.fd[]` is `{pair}.fd[]` when `pr` points to a pair. */
  private canonical(store: Store): Store {
    for (let cut = store.indexOf('.', store.indexOf('}.') + 2); cut > 0; cut = store.indexOf('.', cut + 1)) {
      const type = this.fieldTypes.get(store.slice(0, cut));
      if (type !== undefined) return this.canonical(`{${type}}${store.slice(cut)}`);
    }
    return store;
  }
}

/** The record type that a place is as a whole, in braces. */
export function recordAt(graph: Graph, place: Place): Store | undefined {
  const root = rootOf(place);
  const type = graph.types?.get(root);
  const isWhole = type !== undefined && !SCALAR.test(type) && place.replaceAll(/\[\d*\]/g, '') === root;
  return isWhole ? wholeOf(type) : undefined;
}

export function wholeOf(type: string): Store {
  return `{${type}}`;
}

/** What a function returns. */
export function resultOf(graph: Graph): Store {
  return `${graph.id}${RETURNED}`;
}

/** Types that have no fields: what is said of their members is said of something else. */
const SCALAR =
  /^$|^(?:const |unsigned |signed )*(?:int|long|short|char|void|bool|_Bool|float|double|auto|s?size_t|u?int\d+_t)\b/;

interface TypedCopy {
  readonly into: Place;
  readonly type: string;
}

const copies = new WeakMap<Graph, readonly TypedCopy[]>();

/** The copies into fields of whole variables whose type is known. */
function typedCopies(graph: Graph): readonly TypedCopy[] {
  const known = copies.get(graph);
  if (known) return known;
  const found = operationsOf(graph).flows.flatMap((op) => typedCopy(op, graph));
  copies.set(graph, found);
  return found;
}

function typedCopy(op: Op, graph: Graph): TypedCopy[] {
  if (op.op !== 'copy' || op.from !== rootOf(op.from)) return [];
  const type = graph.types?.get(op.from);
  return type !== undefined && plainStore(graph, op.into).startsWith('{') ? [{ into: op.into, type }] : [];
}

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
