import { isVague } from '../ir.js';
import type { Edge, Fact } from '../ir.js';
import { compare } from './flags.js';
import type { World } from './world.js';
import { withEntry } from './world.js';

/** Errors that mean the connection is no more. */
const DEAD = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT', 'ERR_STREAM_DESTROYED']);

/** The world as an edge's facts leave it; undefined when they cannot hold. */
export function follow(edge: Edge, world: World): World | undefined {
  let next: World | undefined = world;
  for (const fact of edge.facts) next = next && hold(fact, next);
  return next;
}

function hold(fact: Fact, world: World): World | undefined {
  switch (fact.fact) {
    case 'compare':
      if (isVague(fact.place)) return { ...world, done: 'escaped' };
      return compare(fact.place, fact.is, fact.with, world);
    case 'opaque': {
      if (fact.reads.some(isVague)) return { ...world, done: 'escaped' };
      const known = world.tests.get(fact.key);
      if (known !== undefined) return known === fact.holds ? world : undefined;
      return { ...world, tests: withEntry(world.tests, fact.key, fact.holds) };
    }
    case 'probe':
      return probe(fact, world);
    case 'errno':
      return fact.holds && fact.among.every((code) => DEAD.has(code)) && world.phase === 'eof'
        ? { ...world, done: 'closed' }
        : world;
    default:
      return world;
  }
}

/** Properties of a stream that is open: it is not destroyed, it is writable until ended. */
function probe({ property, holds }: Extract<Fact, { fact: 'probe' }>, world: World): World | undefined {
  if (world.done) return world;
  switch (property) {
    case 'destroyed':
    case 'closed':
    case 'writableEnded':
    case 'writableFinished':
    case 'errored':
      return holds ? undefined : world;
    case 'writable':
      return holds ? world : undefined;
    case 'readableEnded':
      return holds === (world.phase === 'eof') ? world : undefined;
    case 'readable':
      return holds === (world.phase !== 'eof') ? world : undefined;
    default:
      return world;
  }
}
