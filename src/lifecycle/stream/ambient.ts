import type { GraphId, Op } from '../ir.js';
import type { Setting } from './machine.js';
import { runGraph } from './machine.js';
import { isNetwork, kindOf } from './partners.js';
import type { World } from './world.js';

/** True when code that runs apart from the socket's own handlers is bound to close it or to read on. */
export function ambient(
  setting: Setting,
  own: ReadonlySet<GraphId>,
  world: World,
  entries: readonly GraphId[],
): boolean {
  const fresh: World = { ...world, tests: new Map(), flags: new Map() };
  const rescues = (handler: GraphId): boolean => {
    return runGraph(setting, handler, fresh).some(
      (after) =>
        after.done !== undefined ||
        (world.phase === 'fin' && after.reader !== world.reader && after.reader === 'flowing'),
    );
  };
  if (entries.some((entry) => !own.has(entry) && setting.relevant.has(entry) && rescues(entry))) return true;
  const emitters = new Map<string, boolean>();
  for (const { id, blocks } of setting.graphs.values()) {
    if (own.has(id)) continue;
    for (const { ops } of blocks) {
      for (const op of ops) {
        if (op.op === 'later' && isRelevant(setting, op) && op.handler !== undefined && rescues(op.handler))
          return true;
        if (op.op === 'listen') judge(setting, op, rescues, emitters);
      }
    }
  }
  return [...emitters.values()].some(Boolean);
}

function isRelevant({ relevant }: Setting, op: Extract<Op, { op: 'later' | 'listen' }>): boolean {
  return op.handler !== undefined && relevant.has(op.handler);
}

/** An emitter's success counts only when its failure helps too. */
function judge(
  setting: Setting,
  op: Extract<Op, { op: 'listen' }>,
  rescues: (handler: GraphId) => boolean,
  emitters: Map<string, boolean>,
): void {
  const { handle, event, handler } = op;
  if (handler === undefined || setting.handles.has(handle)) return;
  if (isNetwork(handle) || kindOf(handle).endsWith('server')) return;
  const helps = setting.relevant.has(handler) && rescues(handler);
  if (event === 'error') emitters.set(handle, (emitters.get(handle) ?? true) && helps);
  else if (helps && !emitters.has(handle)) emitters.set(handle, true);
}
