import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { digestOf, type Digest, type Reads } from '../analysis/reads.js';
import { ResultCache, type Entry } from '../analysis/result-cache.js';
import type { Analyze } from '../analysis/analyze.js';
import type { Terminal } from './command.js';

/** A read, kept once for all results that it is part of. */
type Read = readonly [path: string, digest: Digest];

/** An entry whose reads are numbers in the list of all. */
type Packed = Omit<Entry, 'reads'> & { readonly reads: number };

interface Content {
  /** The program that wrote it: another one may find other things. */
  readonly program: Digest;
  readonly reads: readonly Read[];
  /** Each a list of numbers of reads; many files of a project have the same. */
  readonly sets: readonly (readonly number[])[];
  readonly entries: readonly (readonly [path: string, entry: Packed])[];
}

/** The results of earlier runs, to be used in this one and written for the next. */
export interface KeptResults {
  over(analyze: Analyze): Analyze;
  write(): void;
}

/**
 * The results kept at an absolute path. A file that cannot be read or written costs time, and is told in a sentence, but
 * changes nothing of what is found.
 */
export function openCache(path: string, terminal: Terminal): KeptResults {
  const file = new CacheFile(path);
  const orSay = <T>(attempt: () => T, what: string): T | undefined => {
    try {
      return attempt();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      terminal.err(`closewait: the cache ${path} ${what}: ${reason}.\n`);
      return undefined;
    }
  };
  const cache = new ResultCache(orSay(() => file.read(), 'is not used and is made anew'));
  return {
    over: (analyze) => cache.over(analyze),
    write: () => {
      if (cache.isChanged)
        orSay(() => {
          file.write(cache);
        }, 'could not be written');
    },
  };
}

/** The results of earlier runs on disk: a line with a hash of what follows, then JSON. */
class CacheFile {
  /** @param path absolute. */
  constructor(private readonly path: string) {}

  /**
   * The results that are still this program's; none when there is no file.
   * @throws Error when there is one that cannot be read or is damaged.
   */
  read(): Map<string, Entry> {
    const text = textAt(this.path);
    if (text === undefined) return new Map<string, Entry>();
    const cut = text.indexOf('\n');
    const body = text.slice(cut + 1);
    if (digestOf(body) !== text.slice(0, cut)) throw new Error('it is damaged');
    const content = JSON.parse(body) as Content;
    return content.program === programDigest() ? unpacked(content) : new Map<string, Entry>();
  }

  /** @throws Error when it cannot be written; what was there before stays then. */
  write(cache: ResultCache): void {
    const body = JSON.stringify(packed(cache.all));
    const fresh = `${this.path}.${process.pid}`;
    try {
      writeFileSync(fresh, `${digestOf(body)}\n${body}`);
      renameSync(fresh, this.path);
    } finally {
      rmSync(fresh, { force: true });
    }
  }
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Bundled, everything that decides about results is in this file. */
function programDigest(): Digest {
  return digestOf(readFileSync(fileURLToPath(import.meta.url), 'utf8'));
}

function packed(entries: ReadonlyMap<string, Entry>): Content {
  const reads = new Numbered<Read>();
  const sets = new Numbered<readonly number[]>();
  const all = [...entries].map(([path, entry]) => {
    const numbers = [...entry.reads].map((read) => reads.of(read.join('\n'), read));
    return [path, { ...entry, reads: sets.of(numbers.join(), numbers) }] as const;
  });
  return { program: programDigest(), reads: reads.all, sets: sets.all, entries: all };
}

const NO_READS: Reads = new Map<string, Digest>();

function unpacked({ reads, sets, entries }: Content): Map<string, Entry> {
  const maps = sets.map((numbers): Reads => new Map(numbers.flatMap((one) => reads.slice(one, one + 1))));
  const unpack = ({ reads: set, ...rest }: Packed): Entry => ({ ...rest, reads: maps[set] ?? NO_READS });
  return new Map(entries.map(([path, entry]) => [path, unpack(entry)]));
}

/** Values that are told apart by a key, each with a number. */
class Numbered<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  of(key: string, value: T): number {
    const number = this.#numbers.get(key) ?? this.all.push(value) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
