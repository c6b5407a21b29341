import { dirname, join, relative } from 'node:path';
import { exports, imports } from 'resolve.exports';
import type { Workspace } from '../../front-end.js';
import type { Parse } from '../parse.js';
import { fieldsOf, readJson, textOf } from './json.js';
import { entriesOf, Monorepo } from './monorepo.js';
import { mapped, readTsConfig, type TsConfig } from './ts-config.js';

/** What a project says of how its own modules are called. */
interface Project {
  readonly config: TsConfig;
  /** The nearest package.json. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly folder: string;
}

/**
 * Finds the project's own files by the names it gives them beside relative paths: `paths` and `baseUrl` of its tsconfig,
 * `imports` (`#lib/x`) and `exports` of its package.json, names of packages of the same repository. Packages from outside
 * are never looked for.
 */
export class OwnModules {
  private readonly projects = new Map<string, Project>();
  private readonly monorepo = new Monorepo({
    text: (path) => this.workspace.read(path),
    json: (path) => this.json(path),
  });

  constructor(
    private readonly workspace: Workspace,
    private readonly parse: Parse,
  ) {}

  /** The paths at which the file may lie that a name stands for, without its extension or with that of what is built from it. */
  *find(specifier: string, from: string): Generator<string> {
    const project = this.projectOf(dirname(from));
    for (const target of ofPackage(specifier, project)) {
      const path = join(project.folder, target);
      yield* [path, sourceOf(path, project)];
    }
    if (specifier.startsWith('#')) return;
    yield* mapped(project.config, specifier);
    yield* this.neighbours(specifier, dirname(from));
  }

  /** The files of another package of the same repository. */
  private *neighbours(specifier: string, from: string): Generator<string> {
    const found = this.monorepo.packageOf(specifier, from);
    if (!found) return;
    const { folder, manifest } = found;
    const project = this.projectOf(folder);
    const subpath = specifier.slice(String(manifest['name']).length + 1);
    for (const target of entriesOf(manifest, ofPackage(specifier, project), subpath)) {
      const path = join(folder, target);
      yield* new Set([sourceOf(path, project), path]);
    }
  }

  private projectOf(folder: string): Project {
    const known = this.projects.get(folder);
    if (known) return known;
    const config = this.nearest(folder, ['tsconfig.json', 'jsconfig.json']);
    const manifest = this.nearest(folder, ['package.json']);
    const project = {
      config: config === undefined ? {} : readTsConfig(config, (path) => this.json(path)),
      manifest: fieldsOf(manifest === undefined ? undefined : this.json(manifest)),
      folder: dirname(manifest ?? ''),
    };
    this.projects.set(folder, project);
    return project;
  }

  private json(path: string): unknown {
    return readJson(this.workspace.read(path), this.parse);
  }

  private nearest(start: string, names: readonly string[]): string | undefined {
    for (let folder = start; ; folder = dirname(folder)) {
      const found = names
        .map((name) => join(folder, name))
        .find((path) => this.workspace.read(path) !== undefined);
      if (found !== undefined || dirname(folder) === folder) return found;
    }
  }
}

/** The own files that `imports` and `exports` of a package.json name, relative to it. */
function ofPackage(specifier: string, { manifest }: Project): readonly string[] {
  const name = textOf(manifest['name']) ?? '';
  const isOwn = specifier === name || specifier.startsWith(`${name}/`);
  try {
    const named = specifier.startsWith('#')
      ? imports(manifest, specifier)
      : isOwn && name !== ''
        ? exports(manifest, specifier)
        : [];
    return (named ?? []).filter((target) => target.startsWith('./'));
  } catch {
    return [];
  }
}

/** The source that a built file comes from, by `outDir` and `rootDir`. */
function sourceOf(path: string, { config: { outDir, rootDir }, folder }: Project): string {
  const inside = outDir === undefined ? '..' : relative(outDir, path);
  return inside.startsWith('..') ? path : join(rootDir ?? folder, inside);
}
