import type { Site, Exploration } from '../explore.js';
import type { Span } from '../../shared/span.js';
import { isFinSeen, type Held } from './held.js';
import type { State } from './state.js';

/**
 * The sites at which the peer's FIN becomes known and from which *no* way on closes the socket, hands it over or leaves
 * the function: it reads 0 for ever. Conditions nobody understands count as going either way, so one way out acquits.
 */
export function stuckSites(exploration: Exploration<State>, ends: ReadonlyMap<Site<State>, unknown>): Trap[] {
  const arrivals = [...exploration.visited, ...exploration.revisits];
  const seen = arrivals.filter((site) => isFinSeen(site.state.held) && !isFinSeen(site.from?.state.held));
  if (seen.length === 0) return [];
  const nodes = new Nodes(exploration);
  const ways: WaysOut = {
    ends: new Set(ends.keys()),
    exits: new Set(exploration.exits.map(({ site }) => site)),
  };
  return seen.flatMap((site) => {
    const region = nodes.trap(site, ways);
    const held = site.state.held;
    return region && held ? [{ held, passed: lastTest(region) }] : [];
  });
}

interface WaysOut {
  /** Where it is closed, handed over or lost. */
  readonly ends: ReadonlySet<Site<State>>;
  /** Where control leaves the function. */
  readonly exits: ReadonlySet<Site<State>>;
}

/** A FIN no way on answers. */
export interface Trap {
  readonly held: Held;
  /** The condition that lets EOF go on, when one tests the count. */
  readonly passed: Span | undefined;
}

function lastTest(region: ReadonlySet<Site<State>>): Span | undefined {
  return [...region].findLast(({ state: { held } }) => held?.passed)?.state.held?.passed;
}

/** The state graph: each state once per block, with its ways on. */
class Nodes {
  private readonly next = new Map<Site<State>, Site<State>[]>();
  private readonly byKey = new Map<string, Site<State>>();

  constructor({ visited, revisits }: Exploration<State>) {
    for (const site of visited) this.byKey.set(nodeKey(site), site);
    for (const site of [...visited, ...revisits]) {
      const to = this.byKey.get(nodeKey(site));
      if (!site.from || !to) continue;
      const from = this.byKey.get(nodeKey(site.from));
      if (from) this.link(from, to);
    }
  }

  private link(from: Site<State>, to: Site<State>): void {
    const ways = this.next.get(from);
    if (ways) ways.push(to);
    else this.next.set(from, [to]);
  }

  /**
   * All that can be reached, when there is a way on and every one stays inside. The end of the process ends the connection too,
   * but not once the program has gone on to wait for others.
   */
  trap(arrival: Site<State>, { ends, exits }: WaysOut): ReadonlySet<Site<State>> | undefined {
    const start = this.byKey.get(nodeKey(arrival)) ?? arrival;
    const region = new Set([start]);
    const later = new Set<Site<State>>();
    for (const site of region) {
      if (ends.has(site) || !site.state.held) return undefined;
      if (exits.has(site) && !(later.has(site) && site.graph.name === 'main')) return undefined;
      for (const next of this.next.get(site) ?? []) {
        region.add(next);
        if (later.has(site) || waits(site)) later.add(next);
      }
    }
    return this.repeats(region) ? region : undefined;
  }

  /** Some way through the region comes round again; one that only leads to a callee which ends the process does not. */
  private repeats(region: ReadonlySet<Site<State>>): boolean {
    const waysIn = new Map<Site<State>, number>();
    const ways = (site: Site<State>) => this.next.get(site) ?? [];
    for (const next of [...region].flatMap(ways)) waysIn.set(next, (waysIn.get(next) ?? 0) + 1);
    const passed = new Set([...region].filter((site) => !waysIn.has(site)));
    for (const site of passed) {
      for (const next of ways(site)) {
        const left = (waysIn.get(next) ?? 0) - 1;
        waysIn.set(next, left);
        if (left === 0) passed.add(next);
      }
    }
    return passed.size < region.size;
  }
}

/** Control waits for the next event here. */
function waits({ block }: Site<State>): boolean {
  return block.ops.some((op) => op.op === 'wait');
}

function nodeKey({ block, state }: Site<State>): string {
  return `${block.id}:${state.key}`;
}
