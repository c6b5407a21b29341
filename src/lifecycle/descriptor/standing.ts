import type { Site } from '../explore.js';
import type { Fact, Graph, Op } from '../ir.js';
import { isCallers } from './live.js';
import { Known } from './known.js';
import type { State } from './state.js';

/** True for operations after which what was tested of others' storage may no longer hold. */
export type Changing = (op: Op) => boolean;

/**
 * What the tests on the way to a site say of the callers' storage (`c->state == READING`) and still holds there: the next call
 * finds it so, when nothing is written until then.
 * @param last the operation of the site's block to look back from.
 */
export function standing(site: Site<State>, last: Op, changes: Changing): Known {
  const facts: Fact[] = [];
  const { ops } = site.block;
  let before: readonly Op[] = ops.slice(0, ops.indexOf(last));
  for (let at: Site<State> | undefined = site; at && !before.some(changes); at = at.from) {
    facts.push(...(at.edge?.facts ?? []).filter((fact) => isOfCallers(fact, at.graph)));
    before = at.from?.block.ops ?? [];
  }
  return facts.reduce((known: Known, fact) => known.assume(fact) ?? known, Known.nothing);
}

function isOfCallers(fact: Fact, graph: Graph): boolean {
  if (fact.fact === 'compare') return isCallers(graph, fact.place);
  return fact.fact === 'opaque' && fact.reads.every((place) => isCallers(graph, place));
}
