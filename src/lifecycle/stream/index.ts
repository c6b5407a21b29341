import type { Graph, GraphId, Module, Op, Place } from '../ir.js';
import type { Leak } from '../leak.js';
import type { Setting } from './setting.js';
import { runGraph } from './machine.js';
import { TooMuch } from './setting.js';
import { kindOf } from './partners.js';
import { reachableFrom, relevanceOf } from './relevance.js';
import { play } from './schedule.js';
import { ambient } from './ambient.js';
import { silenceOf } from './silence.js';
import { verdict } from './verdict.js';
import { NEW, noted } from './world.js';

/** A program of events: graphs, and where it starts. */
export interface EventProgram extends Module {
  readonly roots: readonly GraphId[];
  /** What unseen code may call at any time. */
  readonly entries?: readonly GraphId[];
  /** What unseen code was given and waits for: it gets what is thrown there. */
  readonly handed?: ReadonlySet<GraphId>;
  /** Exceptions and rejections nobody handles do not end the process. */
  readonly survives: boolean;
}

type Open = Extract<Op, { op: 'open' }>;

/** The sockets of an event-driven program that its peers' FINs leave open; by `advises` also those whose peers' silence nothing notices. */
export function findStreamLeaks(
  program: EventProgram,
  advises = false,
  abandons: () => void = () => undefined,
): Leak[] {
  const leaks: Leak[] = [];
  const seen = new Set<Place>();
  const asked = { left: FILE_BUDGET, advises, abandons };
  for (const graph of program.graphs.values()) {
    if (graph.isCalled) continue;
    for (const { ops } of graph.blocks) {
      for (const op of ops) {
        if (op.op !== 'open' || seen.has(op.into)) continue;
        seen.add(op.into);
        leaks.push(...leaksOf(program, graph, op, asked));
      }
    }
  }
  return leaks;
}

/** Steps for one socket, and for all of a file: what takes more is not claimed to be known. */
const BUDGET = 8_000;
const FILE_BUDGET = 24_000;

interface Asked {
  /** Steps left for the file. */
  left: number;
  readonly advises: boolean;
  /** Told of each socket with more ways than can be followed. */
  readonly abandons: () => void;
}

function leaksOf(program: EventProgram, graph: Graph, open: Open, asked: Asked): Leak[] {
  const handles = new Set<Place>([open.into, ...linked(open)]);
  const { graphs: relevant, partners, tested } = relevanceOf(program.graphs, [...handles]);
  const start = startOf(program, graph);
  const setting: Setting = {
    graphs: program.graphs,
    relevant,
    handles,
    socket: open.into,
    partners,
    nascent: nascentIn(program.graphs.get(start), partners),
    tested,
    survives: program.survives,
    catching: new Set([...(program.entries ?? []), ...(program.handed ?? [])]),
    advises: asked.advises,
    calling: new Set(),
    explored: new Map(),
    cuts: 0,
    budget: Math.min(BUDGET, asked.left),
  };
  if (program.graphs.get(start)?.isCalled) return [];
  const given = setting.budget;
  try {
    const worlds = runGraph(setting, start, NEW);
    const outcomes = play(setting, worlds, isHalfOpen(open));
    const own = reachableFrom(program.graphs, start);
    const { entries = [] } = program;
    const stuck = outcomes.stuck.flatMap((world) => {
      const { rescues, helpless } = ambient(setting, own, world, entries);
      return rescues ? [] : [helpless ? noted(world, helpless, 'helpless') : world];
    });
    const leaks = verdict(setting, open, { ...outcomes, stuck });
    return leaks.length > 0 ? leaks : silenceOf(setting, open, outcomes.quiet, { own, entries });
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    asked.abandons();
    return [];
  } finally {
    asked.left -= given - Math.max(0, setting.budget);
  }
}

/** The partners that are opened in the graph it all starts with. */
function nascentIn(graph: Graph | undefined, partners: ReadonlySet<Place>): ReadonlySet<Place> {
  const ops = graph?.blocks.flatMap((block) => block.ops) ?? [];
  return new Set(ops.flatMap((op) => (op.op === 'open' && partners.has(op.into) ? [op.into] : [])));
}

/** Closing a request closes its response: `with request#3` names such a place. */
function linked({ origin }: Open): Place[] {
  return [...(origin.traits ?? [])].flatMap((trait) => (trait.startsWith('with ') ? [trait.slice(5)] : []));
}

function isHalfOpen({ origin }: Open): boolean {
  return origin.halfOpen === true || origin.traits?.has('truncated') === true;
}

/** An asynchronous function runs within what started it, a response's listener within what made the request. */
function startOf({ graphs }: EventProgram, graph: Graph): GraphId {
  const visited = new Set<GraphId>();
  for (let at = graph.id; !visited.has(at);) {
    visited.add(at);
    const outer = [...graphs.values()].find(
      ({ id, blocks }) => !visited.has(id) && blocks.some(({ ops }) => ops.some((op) => starts(op, at))),
    );
    if (!outer) return at;
    at = outer.id;
  }
  return graph.id;
}

function starts(op: Op, graph: GraphId): boolean {
  if (op.op === 'spawn') return op.graph === graph;
  return op.op === 'listen' && op.handler === graph && kindOf(op.handle) === 'request';
}
