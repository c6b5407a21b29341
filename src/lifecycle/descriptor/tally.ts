import type { Site } from '../explore.js';
import type { Graph, Op } from '../ir.js';
import type { Loss, Result, Stuck } from './result.js';
import type { State } from './state.js';

/** Why a path of the socket ends. */
export type End = 'closed' | 'escaped' | 'lost';

/** What the paths of one function do to the socket, added up while they are followed. */
export class Tally {
  readonly losses: Loss[] = [];
  readonly stuck: Stuck[] = [];
  /** Where paths of the socket end, by site. */
  readonly ends = new Map<Site<State>, Set<End>>();
  /** Calls that start a program while the socket is open and inherited by it. */
  readonly inherited = new Map<Op, Graph>();
  complete = true;
  closes = false;
  /** Some path stores it where others can reach it. */
  stores = false;
  /** Some path closes it after that. */
  closesKept = false;
  escapes = false;
  /** The reads of the socket. */
  readonly followed = new Set<Op>();
  /** The operations that duplicate it, with their functions. */
  readonly duplicates = new Map<Op, Graph>();

  /** A path of the socket ends here: no state goes on. */
  end(site: Site<State>, end: End): State[] {
    const ends = this.ends.get(site) ?? new Set();
    this.ends.set(site, ends.add(end));
    if (end === 'closed') this.closes = true;
    if (end === 'escaped') this.escapes = true;
    return [];
  }

  /** What a callee did is part of what the function that calls it at `site` does; losses and traps are the caller's to place. */
  add(callee: Result, site: Site<State>): void {
    if (!callee.complete) this.complete = false;
    this.stores ||= callee.stores;
    this.closesKept ||= callee.closesKept;
    for (const [call, graph] of callee.inherited) this.inherited.set(call, graph);
    for (const read of callee.followed) this.followed.add(read);
    for (const [copy, graph] of callee.duplicates) this.duplicates.set(copy, graph);
    if (callee.closes) this.end(site, 'closed');
    if (callee.escapes) this.end(site, 'escaped');
    if (callee.losses.length > 0) this.end(site, 'lost');
  }
}
