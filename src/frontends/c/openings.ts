import type { Graph } from '../../lifecycle/ir.js';
import type { Opening } from '../front-end.js';
import { loggableAt } from './loggable.js';
import type { FileUnit } from './unit.js';

/** Where the functions of a file, of which these are the graphs, accept and connect sockets, in the order of the text. */
export function openingsOf(unit: FileUnit, graphs: Iterable<Graph>): Opening[] {
  const found = new Map<number, Opening>();
  for (const { blocks } of graphs) {
    for (const op of blocks.flatMap(({ ops }) => ops)) {
      if (op.op !== 'open' || op.foreign !== undefined) continue;
      const { kind } = op.origin;
      if (kind === 'accepted' || kind === 'connected') found.set(op.at.start, { at: op.at, kind });
    }
  }
  return [...found.values()]
    .sort((a, b) => a.at.start - b.at.start)
    .map((opening) => {
      const loggable = loggableAt(unit, opening.at);
      return loggable === undefined ? opening : { ...opening, loggable };
    });
}
