/**
 * The lifecycle IR: what a function does to its sockets, and nothing else of it.
 *
 * A front end lowers each function to a control-flow graph whose blocks hold operations on places and whose edges carry
 * what was tested. Short circuits are branches; `finally` stands once for each way out; every call or `await` that can
 * throw has an exception edge. No syntax gets in here: a new language is one more front end.
 */
import type { Span } from '../shared/span.js';

/**
 * Where a value lives, as the front end resolved it: the id of a declaration, unique in the module, then field names:
 * `fd#12`, `conn#3.fd`, `this#1.socket`, `slots#2[].fd`. Closures and their surroundings share the declaration's id.
 *
 * Pointers are followed by name: `p->fd` and `(&x)->fd` are `p#1.fd` and `x#2.fd`, `*p` is `p#1.*`. A constant index is
 * written (`fds#1[0]`), any other is `[]`. Storage that outlives its function and is reachable without it (globals,
 * statics, members of a class without the object) starts with `::`, as in `::slots#2[].fd`.
 */
export type Place = string;

/** The value a function returns; bound by `return`, read by the caller's `call`. */
export const RETURNED: Place = '@returned';

/** The fields of an object that were not given anything yet: `o12.@fields` is 0 from its making until they are lost from sight. */
export const FIELDS = '@fields';

/**
 * Storage of activations that are not told apart: what it holds on a path is not known, and what a test of it decides is
 * nothing to be claimed.
 */
export function vague(place: Place): Place {
  return `~${place}`;
}

export function isVague(place: Place): boolean {
  return place.startsWith('~');
}

/** The declaration a place starts from: `conn#3` of `conn#3.fd`. */
export function rootOf(place: Place): Place {
  const cut = place.search(/[.[]/);
  return cut < 0 ? place : place.slice(0, cut);
}

/** True for storage every function can reach. */
export function isGlobal(place: Place): boolean {
  return place.startsWith('::');
}

/** An argument that hands over where a variable lives: `&fd` is `&fd#3`. The callee sees it as `*p` or as `p->…`. */
export function addressOf(place: Place): Place {
  return `&${place}`;
}

/** True when `inner` is `outer` or lies in it: `conn#3.fd` is within `conn#3`. */
export function isWithin(inner: Place, outer: Place): boolean {
  return (
    inner === outer ||
    (inner.startsWith(outer) && (inner[outer.length] === '.' || inner[outer.length] === '['))
  );
}

/** How a socket came to be, with the properties that follow from it (half-open is a property of the origin, not of a type). */
export interface Origin {
  /** The API that made it: `accept`, `net.connect`, `http upgrade`. For messages and API tables. */
  readonly api: string;
  readonly kind: 'accepted' | 'connected' | 'duplicate' | 'body' | 'other';
  /** Whether the peer's EOF leaves this side open until somebody ends it (Node: allowHalfOpen; always so for a descriptor). */
  readonly halfOpen: boolean | 'unknown';
  /** Made without its handle being read (Node: pauseOnConnect). */
  readonly paused?: boolean;
  /** The function's parameters that decide whether it is a connection at all (socket(2): family and type). */
  readonly givenBy?: readonly Place[];
  /** Front-end specific facts that its own automaton understands. */
  readonly traits?: ReadonlySet<string>;
}

/** Own code by id, or a name nobody in reach defines. */
export type Callee =
  { readonly graph: GraphId } | { readonly name: string; readonly arity: number } | undefined;

export type GraphId = string;

interface At {
  /** The smallest token that stands for the operation. */
  readonly at: Span;
  readonly foreign?: Foreign;
  /** The call in the graph's own function that led to the inlined code the operation stands in. */
  readonly via?: Span;
  /** How the source names what the operation is done to, there: `this.socket`. */
  readonly as?: string;
}

/** Where an operation really stands, when `at` is only the call that led out of the analysed file. */
export interface Foreign {
  /** Absolute path. */
  readonly file: string;
  readonly span: Span;
}

export type Op = At &
  (
    | { readonly op: 'open'; readonly into: Place; readonly origin: Origin; readonly name?: string }
    /** `into` now names what `from` names (alias); the old value of `into` is lost. */
    | { readonly op: 'copy'; readonly into: Place; readonly from: Place }
    /** The place gets a value that is none of ours; `value` when it is a known number (or 0 for null/false). */
    | {
        readonly op: 'assign';
        readonly into: Place;
        readonly value?: number;
        /** `into += adds`. */
        readonly adds?: Place;
      }
    /** The place's storage ends or is wiped: a scope is left, `free(conn)`, `memset(slot, 0)`, an element erased. */
    | { readonly op: 'drop'; readonly place: Place; readonly why: 'scope' | 'freed' | 'wiped' | 'erased' }
    /** A synchronous read; `result` gets the count, 0 at EOF, negative on error. */
    | {
        readonly op: 'read';
        readonly handle: Place;
        readonly result: Place | undefined;
        readonly peek?: boolean;
        /** `result` only gets how much could be read now: 0 may mean that nothing has come yet (FIONREAD). */
        readonly asks?: boolean;
      }
    /** A listener or callback is attached. `handler` undefined = not analysable. */
    | {
        readonly op: 'listen';
        readonly handle: Place;
        readonly event: string;
        readonly handler: GraphId | undefined;
        readonly once?: boolean;
      }
    | { readonly op: 'unlisten'; readonly handle: Place; readonly event: string | undefined }
    /** A reader that consumes to EOF is attached (resume, pipe, for await). */
    | { readonly op: 'consume'; readonly handle: Place; readonly how: string }
    /** Reading stops (pause, unpipe, events mask without IN). */
    | { readonly op: 'stop'; readonly handle: Place; readonly how: string }
    /** This side's FIN is sent (or will be once buffers drain); the descriptor stays. */
    | { readonly op: 'end'; readonly handle: Place; readonly how: string }
    /** The descriptor is released. */
    | { readonly op: 'close'; readonly handle: Place; readonly how: string }
    /** One side's data, and by `ends` its end, flows to the other. */
    | {
        readonly op: 'pipe';
        readonly from: Place;
        readonly to: Place;
        readonly ends: boolean;
        readonly errors: boolean;
        /** How the source names `to`. */
        readonly target?: string;
      }
    /** A function runs later, once, whatever the peer does (a timer), when the program has ended `handle` (`final`), or upon something unknown. */
    | {
        readonly op: 'later';
        readonly trigger: 'timer' | 'interval' | 'final' | 'idle' | 'abort' | 'exit' | 'unknown';
        readonly handler: GraphId | undefined;
        readonly handle?: Place;
      }
    /** Ownership leaves this analysis: unknown callee, container, thread, other process. From here on silence. */
    | {
        readonly op: 'escape';
        readonly handle: Place;
        readonly to: string;
        /** Fields of the record there that are records themselves, not pointers to some: `.up`, `.up.half`. */
        readonly inside?: readonly string[];
      }
    | {
        readonly op: 'call';
        readonly callee: Callee;
        readonly args: readonly (Place | undefined)[];
        readonly result?: Place;
        readonly receiver?: Place;
        /** Gets 1 where an exception came out of it, else 0; without it nobody survives one. */
        readonly thrown?: Place;
        /** It runs in a thread of its own: the caller goes on at once, and what it passes by value is the thread's. */
        readonly concurrent?: true;
        /** The arguments that name a kind of socket which is no connection: `AF_UNIX`, `SOCK_DGRAM`. */
        readonly unconnected?: readonly number[];
      }
    /** The value may be the address of a place (`&slots#1[]`). */
    | { readonly op: 'return'; readonly value?: Place | number }
    /**
     * Execution may wait here for something that never comes (`await`, a blocking call); `on` names it. In an
     * event-driven program the activation is suspended: the block's edges carry the outcomes. `result` gets how many
     * handles are ready: more than 0 when it waits `forEver`.
     */
    | {
        readonly op: 'wait';
        readonly on: string;
        readonly handle?: Place;
        readonly event?: string;
        readonly result?: Place;
        readonly forEver?: boolean;
      }
    /** Starts an asynchronous activation, which runs to its first wait; its end settles `promise`. */
    | { readonly op: 'spawn'; readonly graph: GraphId; readonly promise: Place }
    | { readonly op: 'settle'; readonly promise: Place; readonly as: Outcome }
    /** Anything only one language's automaton knows; `name` documents it in that front end. */
    | {
        readonly op: 'special';
        readonly name: string;
        readonly places: readonly Place[];
        readonly detail?: string;
      }
  );

/** How a wait ended: its promise settled, or a stream gave data or its end. */
export type Outcome = 'fulfilled' | 'rejected' | 'data' | 'end';

/** What is known to hold when an edge is taken. */
export type Fact =
  | { readonly fact: 'compare'; readonly place: Place; readonly is: Comparison; readonly with: number }
  /** `errno` is (not) one of these; set by the last failing call. */
  | { readonly fact: 'errno'; readonly among: readonly string[]; readonly holds: boolean }
  /** The wait that ends the block ended so. */
  | { readonly fact: 'outcome'; readonly is: Outcome }
  /** A property of a stream was tested: `destroyed`, `writable`, `readable`. */
  | { readonly fact: 'probe'; readonly handle: Place; readonly property: string; readonly holds: boolean }
  /** Two places hold (not) the same value: `fd == listener`. */
  | { readonly fact: 'same'; readonly place: Place; readonly other: Place; readonly holds: boolean }
  /** An opaque condition: the same `key` gives the same answer until one of `reads` is assigned. */
  | {
      readonly fact: 'opaque';
      readonly key: string;
      readonly reads: readonly Place[];
      readonly holds: boolean;
    }
  /** Poll or epoll reported (not) at least one of these for a handle; `of` is where the reported mask lies (`e#4.events`). */
  | {
      readonly fact: 'events';
      readonly at: Span;
      readonly of: Place;
      readonly among: readonly PollEvent[];
      readonly holds: boolean;
    };

/** What poll(2) and epoll(7) report: readable (data or EOF), writable, peer's FIN, both directions shut, error. */
export type PollEvent = 'IN' | 'OUT' | 'RDHUP' | 'HUP' | 'ERR' | 'PRI';

export type Comparison = '<' | '<=' | '==' | '!=' | '>=' | '>';

export interface Edge {
  readonly to: BlockId;
  /** All of them hold. */
  readonly facts: readonly Fact[];
  /** `throw`: the last operation of the block threw. */
  readonly kind: 'flow' | 'throw';
  /** The condition that was tested, as far as the front end says. */
  readonly at?: Span;
}

export type BlockId = number;

export interface Block {
  readonly id: BlockId;
  readonly ops: readonly Op[];
  readonly edges: readonly Edge[];
  /** Set on blocks without edges: how control leaves the function. `stop` = the process ends or never goes on. */
  readonly leaves?: 'return' | 'throw' | 'stop';
}

/** One function, or the top level of a file. */
export interface Graph {
  readonly id: GraphId;
  readonly name: string;
  readonly at: Span;
  readonly params: readonly Place[];
  /** The object a method runs on; calls map their `receiver` to it. */
  readonly self?: Place;
  /** The record type a declaration has or points to, by the declaration's place: `c#3` → `conn`. */
  readonly types?: ReadonlyMap<Place, string>;
  readonly entry: BlockId;
  /** Indexed by block id. */
  readonly blocks: readonly Block[];
  /** False when the text could not be understood well enough (syntax errors, odd macros): stay silent about it. */
  readonly sure: boolean;
  /** True for an asynchronous function: what it throws rejects a promise. */
  readonly rejects?: boolean;
  /** It is entered by `call` from several places, which are not told apart: none of them is known to own what it opens. */
  readonly isCalled?: true;
}

/** One file's functions. */
export interface Module {
  readonly path: string;
  readonly graphs: ReadonlyMap<GraphId, Graph>;
  /** No other file of the project shares its records and globals: what is not done to them here is done nowhere. */
  readonly selfContained?: boolean;
}
