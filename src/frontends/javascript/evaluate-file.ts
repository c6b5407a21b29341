import type { Graph, GraphId, Module } from '../../lifecycle/ir.js';
import { enterExports } from './evaluate/entries.js';
import { exposeCollections } from './evaluate/exposure.js';
import { Program } from './evaluate/program.js';
import { runBody } from './evaluate/statements.js';
import { topFrame } from './modules/evaluate-module.js';
import type { SourceModule } from './modules/source-module.js';
import type { NodeVersions } from './node-versions.js';
import type { Parsed } from './parse.js';
import { object } from './values.js';

/** What a file does, ready for the solver. */
export interface Lowered extends Module {
  /** The graphs that run by themselves: the file's top level and what an arriving socket starts. */
  readonly roots: readonly GraphId[];
  /** What unseen code may call, at any time. */
  readonly entries: readonly GraphId[];
  /** What unseen code was given and waits for: it gets what is thrown there. */
  readonly handed: ReadonlySet<GraphId>;
  /** An exception or a rejection nobody handles does not end the process. */
  readonly survives: boolean;
  /** Starts that took too much to read and were given up. */
  readonly abandoned: number;
}

const SURVIVES = /\b(?:uncaughtException|unhandledRejection)\b/;

/** Runs a file in the abstract and records what happens to its sockets. */
export function lowerFile(parsed: Parsed, versions: NodeVersions, load: Program['load']): Lowered {
  const survives = SURVIVES.test(parsed.text);
  const program = new Program(survives, versions, load);
  const module: SourceModule = {
    parsed,
    isMain: true,
    frame: undefined,
    exports: object(),
    whole: undefined,
  };
  const frame = topFrame(program.nextId(), module);
  const [start, end] = parsed.ast.range;
  const act = program.activation('the top level', { start, end }, true);
  program.attempt(() => {
    runBody({ act, frame }, parsed.ast.body);
    exposeCollections(module);
    program.roots.push(program.finish(act));
  });
  const entries = enterExports(program, module);
  const graphs: ReadonlyMap<GraphId, Graph> = program.graphs;
  return {
    path: parsed.path,
    graphs,
    roots: program.roots,
    entries,
    handed: program.handed,
    survives,
    abandoned: program.abandoned,
  };
}
