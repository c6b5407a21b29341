import type { Graph, Module, Op } from '../ir.js';
import type { Leak } from '../leak.js';
import { Functions, type Resolve } from './program.js';
import { Repetition } from './repetition.js';
import { verdicts } from './verdict.js';

/**
 * Finds the descriptors a module's functions leave open: sockets that are read synchronously (C, C++).
 *
 * Facts about EOF, errors, `shutdown`, `dup` and `fork` were measured on Linux (read(2), close(2), shutdown(2)). What is not
 * understood is silent: unsure graphs, unknown callees, too many states.
 * @param resolve finds own code in other files; undefined for what nobody in reach defines.
 */
export function findDescriptorLeaks(module: Module, resolve: Resolve): Leak[] {
  const functions = new Functions(module, resolve);
  const calleeOf = (op: Op, from: Graph) => (op.op === 'call' ? functions.callee(op, from) : undefined);
  const repetition = new Repetition(module.graphs.values(), calleeOf);
  return [...module.graphs.values()]
    .filter(({ sure }) => sure)
    .flatMap((graph) => leaksOf(graph, functions, repetition));
}

function leaksOf(graph: Graph, functions: Functions, repetition: Repetition): Leak[] {
  const { module } = functions;
  return functions.origins(graph).flatMap((origin) => {
    const result = functions.outcome(graph, origin);
    if (!result.complete || !matters(graph, origin, repetition)) return [];
    return verdicts({ graph, origin, result }, module);
  });
}

/** Accepted sockets come in numbers; one made once and left to the end of the process is closed by the kernel. */
function matters(graph: Graph, origin: Op, repetition: Repetition): boolean {
  if (origin.op === 'open' && origin.origin.kind === 'accepted') return true;
  const block = graph.blocks.find(({ ops }) => ops.includes(origin));
  return block !== undefined && repetition.isRepeated(graph, block.id);
}

export type { Resolve } from './program.js';
