import type { Site, Exploration } from '../explore.js';
import { isFinSeen } from './held.js';
import type { State } from './state.js';

/**
 * The sites at which the peer's FIN becomes known and from which *no* way on closes the socket, hands it over or leaves
 * the function: it reads 0 for ever. Conditions nobody understands count as going either way, so one way out acquits.
 */
export function stuckSites(
  exploration: Exploration<State>,
  ends: ReadonlyMap<Site<State>, unknown>,
): Site<State>[] {
  const nodes = new Nodes(exploration);
  const out = new Set<Site<State>>([...ends.keys(), ...exploration.exits.map(({ site }) => site)]);
  const arrivals = [...exploration.visited, ...exploration.revisits];
  const seen = arrivals.filter((site) => isFinSeen(site.state.held) && !isFinSeen(site.from?.state.held));
  return seen.filter((site) => nodes.isTrapped(site, out));
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
      if (from) this.next.set(from, [...(this.next.get(from) ?? []), to]);
    }
  }

  /** True when there is a way on, and every one stays inside. */
  isTrapped(arrival: Site<State>, out: ReadonlySet<Site<State>>): boolean {
    const start = this.byKey.get(nodeKey(arrival)) ?? arrival;
    const region = new Set([start]);
    for (const site of region) {
      if (out.has(site) || !site.state.held) return false;
      for (const next of this.next.get(site) ?? []) region.add(next);
    }
    return [...region].some((site) =>
      (this.next.get(site) ?? []).some((next) => next === start || region.has(next)),
    );
  }
}

function nodeKey({ block, state }: Site<State>): string {
  return `${block.id}:${state.key}`;
}
