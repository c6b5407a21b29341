import { dirname, join } from 'node:path';
import { fieldsOf, textOf, textsOf } from './json.js';

/** Where a package of the same repository lies. */
export interface OwnPackage {
  readonly folder: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** What is asked of the files around: a text, a JSON file. */
export interface Reading {
  readonly text: (path: string) => string | undefined;
  readonly json: (path: string) => unknown;
}

/**
 * Finds the packages that a repository holds beside one another, by the `workspaces` of the package.json at its root
 * (docs.npmjs.com/cli/using-npm/workspaces) or pnpm-workspace.yaml (pnpm.io/pnpm-workspace_yaml). A package is looked for
 * where its name says: `@acme/mail` in `packages/mail`; its own package.json has to confirm the name.
 */
export class Monorepo {
  private readonly found = new Map<string, OwnPackage | undefined>();
  private readonly patterns = new Map<string, readonly string[]>();

  constructor(private readonly reading: Reading) {}

  /** @param from the folder of the file that imports `specifier` */
  packageOf(specifier: string, from: string): OwnPackage | undefined {
    const name = packageName(specifier);
    const key = `${from} ${name}`;
    if (!this.found.has(key)) this.found.set(key, this.look(name, from));
    return this.found.get(key);
  }

  private look(name: string, from: string): OwnPackage | undefined {
    for (let root = from; ; root = dirname(root)) {
      for (const pattern of this.patternsAt(root)) {
        const found = this.confirmed(name, root, pattern);
        if (found) return found;
      }
      if (dirname(root) === root) return undefined;
    }
  }

  private confirmed(name: string, root: string, pattern: string): OwnPackage | undefined {
    for (const last of foldersFor(name)) {
      const folder = join(root, pattern.replace(/\*\*?/, last));
      const manifest = fieldsOf(this.reading.json(join(folder, 'package.json')));
      if (manifest['name'] === name) return { folder, manifest };
    }
    return undefined;
  }

  private patternsAt(root: string): readonly string[] {
    const known = this.patterns.get(root) ?? this.readPatterns(root);
    this.patterns.set(root, known);
    return known;
  }

  private readPatterns(root: string): string[] {
    const { workspaces } = fieldsOf(this.reading.json(join(root, 'package.json')));
    const listed = Array.isArray(workspaces) ? workspaces : fieldsOf(workspaces)['packages'];
    const pnpm = this.reading.text(join(root, 'pnpm-workspace.yaml')) ?? '';
    return [...textsOf(listed), ...listedIn(pnpm)].filter((pattern) => !pattern.startsWith('!'));
  }
}

/** The items of `packages:`. */
function listedIn(yaml: string): string[] {
  const block = /^packages:[^\n]*\n((?:[ \t]*(?:-[^\n]*|#[^\n]*)?\n?)*)/m.exec(yaml)?.[1] ?? '';
  return [...block.matchAll(/^[ \t]*-[ \t]*["']?([^"'#\n]+?)["']?[ \t]*(?:#.*)?$/gm)].map(
    ([, item = '']) => item,
  );
}

/** `@acme/mail/smtp` belongs to `@acme/mail`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The names its folder may have: with its scope, without it, without what all packages of a repository start with. */
function foldersFor(name: string): string[] {
  const [scope = '', own = name] = name.startsWith('@') ? name.slice(1).split('/') : ['', name];
  const short = own.slice(own.indexOf('-') + 1);
  return [...new Set([own, ...(scope === '' ? [] : [`${scope}-${own}`]), short])];
}

/** The files, relative to its folder, that an import of a package may mean: those it names, and their sources. */
export function entriesOf(
  manifest: OwnPackage['manifest'],
  named: readonly string[],
  subpath: string,
): string[] {
  const main = ['source', 'module', 'main'].flatMap((field) => textOf(manifest[field]) ?? []);
  const targets = [...named, ...(subpath === '' ? [...main, 'index'] : [subpath])];
  return [...new Set(targets.flatMap((target) => [target, ...sourcesOf(target)]))];
}

/** `dist/index.js` is made of `src/index.ts` when nothing says otherwise. */
function sourcesOf(target: string): string[] {
  const path = target.replace(/^\.\//, '');
  const inside = /^(?:dist|lib|build|out)\/(?:(?:esm|cjs)\/)?(.*)$/.exec(path)?.[1] ?? path;
  return path.startsWith('src/') ? [] : [`src/${inside}`];
}
