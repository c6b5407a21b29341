import type { Workspace } from '../front-end.js';

/** How long the index is trusted before every file's text is compared again, milliseconds. */
const TRUSTED = 3_000;

interface Indexed {
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/**
 * Which of a project's files may define a function of a name, found without parsing. A file too many costs a parse, one
 * too few a callee that stays unknown.
 */
export class DefinitionIndex {
  private readonly files = new Map<string, Indexed>();
  private readonly byName = new Map<string, Set<string>>();
  private checked: { readonly paths: readonly string[]; readonly at: number } | undefined;

  /** The paths that may define a name, bare or qualified. */
  candidates(name: string, paths: readonly string[], workspace: Workspace): readonly string[] {
    this.refresh(paths, workspace);
    const found = this.byName.get(lastName(name));
    return found ? [...found] : [];
  }

  private refresh(paths: readonly string[], workspace: Workspace): void {
    const now = performance.now();
    const same = this.checked !== undefined && sameList(this.checked.paths, paths);
    if (same && this.checked && now - this.checked.at < TRUSTED) return;
    this.checked = { paths, at: now };
    const wanted = new Set(paths);
    for (const path of this.files.keys()) if (!wanted.has(path)) this.forget(path);
    for (const path of paths) this.update(path, workspace.read(path));
  }

  private update(path: string, text: string | undefined): void {
    if (this.files.get(path)?.text === text) return;
    this.forget(path);
    if (text === undefined) return;
    const names = definedNames(text);
    this.files.set(path, { text, names });
    for (const name of names) {
      const paths = this.byName.get(name) ?? new Set();
      this.byName.set(name, paths.add(path));
    }
  }

  private forget(path: string): void {
    for (const name of this.files.get(path)?.names ?? []) this.byName.get(name)?.delete(path);
    this.files.delete(path);
  }
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a[0] === b[0] && a.at(-1) === b.at(-1));
}

function lastName(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

/** A name, one pair of parentheses without braces or semicolons inside, and a brace: a definition, or a control statement. */
const DEFINITION =
  /([A-Za-z_]\w*)\s*\([^;{}()]*(?:\([^;{}()]*\)[^;{}()]*)*\)\s*(?:const\s*|noexcept\s*|override\s*)*\{/g;
const CONTROL = new Set(['if', 'for', 'while', 'switch', 'catch']);

function definedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(DEFINITION)) if (!CONTROL.has(name)) names.add(name);
  return names;
}
