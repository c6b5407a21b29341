import type { Graph, Module, Op } from '../ir.js';
import type { Leak, Step } from '../leak.js';
import { isIn, type Stores } from './flow.js';
import type { Ignored } from './ignored.js';
import { spelled, type Kind } from './verdict.js';

type Open = Extract<Op, { op: 'open' }>;

/** A socket's making and wherever it may get to. */
export interface Made {
  readonly graph: Graph;
  readonly open: Open;
  readonly stores: Stores;
}

const KINDS: Readonly<Record<Ignored['why'], Kind>> = {
  forgotten: 'fd-eof-ignored',
  loops: 'fd-eof-loop',
  dropped: 'fd-record-dropped',
};

/** The leak of a socket whose EOF is seen by code that did not open it. */
export function ignoredLeak(ignored: Ignored, made: readonly Made[], module: Module): Leak | undefined {
  const { graph, read, loss, why } = ignored;
  const maker = made.find(({ stores }) => isIn(stores, graph, read.handle));
  if (!maker) return undefined;
  const { open } = maker;
  const there = loss.held.blame ?? (why === 'dropped' ? loss.at : (loss.held.passed ?? read.at));
  const at = module.graphs.has(loss.graph.id) ? there : read.at;
  const steps: Step[] = [
    { span: open.at, role: 'opened', note: open.origin.api },
    { span: read.at, role: 'end-seen' },
    { span: at, role: why === 'loops' ? 'loops' : 'leaves' },
  ];
  return {
    kind: KINDS[why],
    rule: 'handle-eof',
    origin: open.origin,
    opened: open.at,
    at,
    steps,
    always: true,
    name: spelled(read.handle),
  };
}
