import type { Deed, Reach } from '../../lifecycle/descriptor/index.js';
import type { Callee, Graph } from '../../lifecycle/ir.js';
import type { Span } from '../../shared/span.js';
import type { DefinitionIndex } from './definition-index.js';
import type { Hearsay } from './hearsay.js';
import type { InFile } from './leak-places.js';
import type { Makers } from './makers.js';
import { takes, type FunctionEntry } from './outline.js';
import type { FileUnit } from './unit.js';

/** The other files of the project, as far as calls need them. */
export interface Others {
  readonly index: DefinitionIndex;
  readonly hearsay: Hearsay;
  readonly makers: Makers;
  /** The file a graph was lowered from. */
  homeOf(graph: Graph): FileUnit | undefined;
  /** The graph of a function, remembered as that file's. */
  graphOf(entry: FunctionEntry, home: FileUnit): Graph;
  load(path: string, asked: FileUnit): FileUnit | undefined;
  placeOf(address: Span): InFile | undefined;
}

/**
 * How calls find their functions while one file is analysed: in the caller's file first, then in any other file that
 * defines them, if only one does.
 */
export class FileReach implements Reach {
  private readonly foreign = new Map<string, Graph | undefined>();
  private readonly loaded = new Map<string, FileUnit | undefined>();

  constructor(
    private readonly asked: FileUnit,
    private readonly others: Others,
  ) {}

  resolve(callee: Callee, from: Graph): Graph | undefined {
    const near = this.near(callee, from);
    if (near || !callee || 'graph' in callee) return near;
    const { name, arity } = callee;
    const key = `${name}/${arity}`;
    if (!this.foreign.has(key)) this.foreign.set(key, this.elsewhere(name, arity));
    return this.foreign.get(key);
  }

  near(callee: Callee, from: Graph): Graph | undefined {
    const home = this.home(from);
    const entry =
      callee && ('graph' in callee ? home.entryOf(callee.graph) : home.find(callee.name, callee.arity));
    return entry && this.others.graphOf(entry, home);
  }

  may(callee: Callee, from: Graph, deed: Deed): boolean {
    if (!callee || 'graph' in callee) return callee !== undefined;
    const { name, arity } = callee;
    if (this.home(from).find(name, arity)) return true;
    const { makers, hearsay } = this.others;
    if (deed === 'make') return makers.has(name);
    return deed === 'stop' ? hearsay.mayStop(name) : hearsay.mayLeave(name);
  }

  /** Where an address in a graph that was met here stands. */
  placeOf(address: Span): InFile | undefined {
    const span = this.asked.placeOf(address);
    return span ? { span } : this.others.placeOf(address);
  }

  private home(from: Graph): FileUnit {
    return this.others.homeOf(from) ?? this.asked;
  }

  private elsewhere(name: string, arity: number): Graph | undefined {
    const found: Graph[] = [];
    for (const path of this.others.index.candidates(name)) {
      const other = path === this.asked.path ? undefined : this.load(path);
      const entry = other?.declarations.named(name).find((one) => isMeant(one, arity));
      if (other && entry) found.push(this.others.graphOf(entry, other));
      if (found.length > 1) return undefined;
    }
    return found[0];
  }

  private load(path: string): FileUnit | undefined {
    if (!this.loaded.has(path)) this.loaded.set(path, this.others.load(path, this.asked));
    return this.loaded.get(path);
  }
}

/** A function of another file is meant when it is not static there. */
function isMeant(entry: FunctionEntry, arity: number): boolean {
  return takes(entry, arity) && (!entry.isStatic || entry.owner !== undefined);
}
