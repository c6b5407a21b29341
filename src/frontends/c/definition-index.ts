import type { Workspace } from '../front-end.js';
import { CODELESS } from './code.js';
import { definitionsIn } from './definitions.js';

interface Indexed {
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/** A file and where in it the braces of a name's bodies open. */
type Places = Map<string, number[]>;

/**
 * Which of a project's files may define a function of a name, found without parsing. A file too many costs a parse, one
 * too few a callee that stays unknown.
 */
export class DefinitionIndex {
  private readonly files = new Map<string, Indexed>();
  private readonly byName = new Map<string, Places>();
  private checked: { readonly paths: readonly string[]; readonly revision: number | undefined } | undefined;
  /** How often each file's text has changed. */
  private readonly changes = new Map<string, number>();
  /** Grows whenever a text has changed. */
  revision = 0;

  /**
   * To be called before anything is asked: compares the files' texts with those that were read.
   * @param typed a file somebody types in: it asks for others, so its own text need not be the latest.
   */
  refresh(paths: readonly string[], workspace: Workspace, typed?: string): void {
    const before = this.checked;
    const revision = workspace.revision?.();
    this.checked = { paths, revision };
    if (before?.paths !== paths) this.forgetOthers(paths);
    else if (revision !== undefined && revision === before.revision) return;
    for (const path of paths)
      if (path !== typed || !this.files.has(path)) this.update(path, workspace.read(path));
  }

  /** Changes whenever a file other than this one has changed. */
  revisionFor(path: string): number {
    return this.revision - (this.changes.get(path) ?? 0);
  }

  /** The paths that may define a name, bare or qualified. */
  candidates(name: string): readonly string[] {
    return [...(this.byName.get(lastName(name))?.keys() ?? [])];
  }

  /** The texts between the braces of everything that may define a name. */
  bodies(name: string): string[] {
    const places = this.byName.get(lastName(name)) ?? [];
    return [...places].flatMap(([path, starts]) => {
      const text = this.files.get(path)?.text ?? '';
      return starts.map((start) => text.slice(start, endOfBlock(text, start)));
    });
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  /** Every file with its text. */
  *texts(): Generator<readonly [path: string, text: string], void, undefined> {
    for (const [path, { text }] of this.files) yield [path, text];
  }

  private forgetOthers(paths: readonly string[]): void {
    const wanted = new Set(paths);
    for (const path of this.files.keys()) if (!wanted.has(path)) this.forget(path);
  }

  private update(path: string, text: string | undefined): void {
    if (this.files.get(path)?.text === text) return;
    this.forget(path);
    if (text === undefined) return;
    const names = new Set<string>();
    for (const { name, open } of definitionsIn(text)) {
      names.add(name);
      this.note(name, path, open + 1);
    }
    this.files.set(path, { text, names });
    this.changed(path);
  }

  private changed(path: string): void {
    this.revision++;
    this.changes.set(path, (this.changes.get(path) ?? 0) + 1);
  }

  private note(name: string, path: string, start: number): void {
    const places: Places = this.byName.get(name) ?? new Map<string, number[]>();
    this.byName.set(name, places);
    const starts = places.get(path);
    if (starts) starts.push(start);
    else places.set(path, [start]);
  }

  private forget(path: string): void {
    for (const name of this.files.get(path)?.names ?? []) this.byName.get(name)?.delete(path);
    if (this.files.delete(path)) this.changed(path);
  }
}

export function lastName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

const BRACE = new RegExp(`${CODELESS.source}|[{}]`, 'g');

/** Where the block ends whose brace opened just before; braces that `#if` alternatives leave open make it longer. */
function endOfBlock(text: string, start: number): number {
  let depth = 1;
  BRACE.lastIndex = start;
  for (let match = BRACE.exec(text); match; match = BRACE.exec(text)) {
    if (match[0] === '{') depth++;
    else if (match[0] === '}' && --depth === 0) return match.index;
  }
  return text.length;
}
