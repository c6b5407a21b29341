import { findDescriptorLeaks, Memory, type Reach } from '../../lifecycle/descriptor/index.js';
import type { Module } from '../../lifecycle/ir.js';
import type { Leak } from '../../lifecycle/leak.js';
import type { FunctionEntry } from './outline.js';
import type { FileUnit } from './unit.js';

/** The last search of a file. */
interface Searched {
  readonly memory: Memory;
  readonly revision: number;
  readonly functions: readonly FunctionEntry[];
  readonly module: Module;
  readonly leaks: readonly Leak[];
}

interface Found {
  readonly leaks: readonly Leak[];
  readonly revision: number;
}

/** Of how many files the last search is remembered: those somebody types in. */
const MOST_MEMORIES = 6;

/** The searches of a project's files. Nothing is searched twice, and after an edit only what it may have changed. */
export class Searches {
  private readonly last = new Map<string, Searched>();
  private readonly found = new WeakMap<FileUnit, Found>();

  /** @param revision changes whenever the text of any other file has changed. */
  leaks(unit: FileUnit, module: () => Module, reach: Reach, revision: number): readonly Leak[] {
    const before = this.found.get(unit);
    if (before?.revision === revision) return before.leaks;
    const leaks = this.search(unit, module(), reach, revision);
    this.found.set(unit, { leaks, revision });
    return leaks;
  }

  private search(unit: FileUnit, module: Module, reach: Reach, revision: number): readonly Leak[] {
    const { functions } = unit.declarations;
    const last = this.last.get(unit.path);
    const known = last?.revision === revision ? last : undefined;
    const isSame = known && sameTexts(functions, known.functions) && sameModule(module, known.module);
    const memory = known?.memory ?? new Memory();
    const leaks = isSame ? known.leaks : findDescriptorLeaks(module, reach, memory);
    this.remember(unit.path, { memory, revision, functions, module, leaks });
    return leaks;
  }

  private remember(path: string, searched: Searched): void {
    this.last.delete(path);
    this.last.set(path, searched);
    for (const oldest of this.last.keys()) {
      if (this.last.size <= MOST_MEMORIES) break;
      this.last.delete(oldest);
    }
  }
}

/** What is typed between functions, or becomes a comment, changes none. */
function sameTexts(now: readonly FunctionEntry[], before: readonly FunctionEntry[]): boolean {
  return now.length === before.length && now.every(({ text }, i) => text === before[i]?.text);
}

/** Graphs that are the same objects were lowered under the same declarations. */
function sameModule(now: Module, before: Module): boolean {
  if (now.selfContained !== before.selfContained || now.graphs.size !== before.graphs.size) return false;
  for (const [id, graph] of now.graphs) if (before.graphs.get(id) !== graph) return false;
  return true;
}
