import type { Exit } from '../explore.js';
import type { Graph, GraphId, Place } from '../ir.js';
import type { World } from './world.js';

/** What one socket's exploration has to know of the program. */
export interface Setting {
  readonly graphs: ReadonlyMap<GraphId, Graph>;
  readonly relevant: ReadonlySet<GraphId>;
  /** The places that are the socket: its own, and those whose closing closes it. */
  readonly handles: ReadonlySet<Place>;
  readonly socket: Place;
  /** Other streams whose events act on it. */
  readonly partners: ReadonlySet<Place>;
  /** Streams that come into being only on some ways that lead to the socket: `secure ? tls.connect(…) : net.connect(…)`. */
  readonly nascent: ReadonlySet<Place>;
  /** The variables and fields that are asked for: what others hold makes no difference. */
  readonly tested: ReadonlySet<Place>;
  readonly survives: boolean;
  /** What unseen code calls: what is thrown out of it, that code may catch. */
  readonly catching: ReadonlySet<GraphId>;
  /** Worlds in which the peer may fall silent are wanted too. */
  readonly advises: boolean;
  /** Calls that are being followed, by graph and world: what calls itself from the same world brings nothing new. */
  readonly calling: Set<string>;
  /** What was explored already, by graph, where it starts, and world: other orders of events lead to the same. */
  readonly explored: Map<string, Explored>;
  /** How often a call was not followed because it is being followed already: what depends on that holds only there. */
  cuts: number;
  /** Steps that may be made before giving up. */
  budget: number;
}

/** The ways out of a graph and the waits in it, from one world. */
export interface Explored {
  readonly exits: readonly Exit<World>[];
  readonly suspended: readonly World[];
}

/** Thrown when an exploration becomes larger than what can be claimed to be known. */
export class TooMuch extends Error {}
