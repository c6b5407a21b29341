import { findDescriptorLeaks, Memory, type Reach } from '../../lifecycle/descriptor/index.js';
import type { Module } from '../../lifecycle/ir.js';
import type { Leak } from '../../lifecycle/leak.js';
import type { FileUnit } from './unit.js';

interface Searched {
  readonly memory: Memory;
  readonly revision: number;
}

interface Found {
  readonly leaks: readonly Leak[];
  readonly revision: number;
}

/** Of how many files the last search is remembered: those somebody types in. */
const MOST_MEMORIES = 6;

/** The searches of a project's files. Nothing is searched twice, and after an edit only what it may have changed. */
export class Searches {
  private readonly memories = new Map<string, Searched>();
  private readonly found = new WeakMap<FileUnit, Found>();

  /** @param revision changes whenever the text of any other file has changed. */
  leaks(unit: FileUnit, module: () => Module, reach: Reach, revision: number): readonly Leak[] {
    const before = this.found.get(unit);
    if (before?.revision === revision) return before.leaks;
    const leaks = findDescriptorLeaks(module(), reach, this.memoryOf(unit.path, revision));
    this.found.set(unit, { leaks, revision });
    return leaks;
  }

  private memoryOf(path: string, revision: number): Memory {
    const known = this.memories.get(path);
    const memory = known?.revision === revision ? known.memory : new Memory();
    this.memories.delete(path);
    this.memories.set(path, { memory, revision });
    for (const oldest of this.memories.keys()) {
      if (this.memories.size <= MOST_MEMORIES) break;
      this.memories.delete(oldest);
    }
    return memory;
  }
}
