import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import type { Workspace } from '../../front-end.js';
import type { Parse } from '../parse.js';
import { parseOr } from '../parse.js';
import { object } from '../values.js';
import { OwnModules } from './own-modules.js';
import type { SourceModule } from './source-module.js';

/** Extensions to try, in the order in which Node.js and TypeScript do. */
const EXTENSIONS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** The files an analysis reads beside the one it is about. */
const MOST_FILES = 25;

/** A longer file is not read for another's sake, UTF-16 units. */
const MOST_TEXT = 200_000;

/** Finds and parses the project's own modules; each file once. */
export class Loader {
  private readonly modules = new Map<string, SourceModule | undefined>();
  private readonly own: OwnModules;

  constructor(
    private readonly workspace: Workspace,
    private readonly parse: Parse,
  ) {
    this.own = new OwnModules(workspace, parse);
  }

  /** The text of an imported file, without reading more into it. */
  textOf(specifier: string, from: string): string | undefined {
    for (const path of this.paths(specifier, from)) {
      const text = this.workspace.read(path);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  load(specifier: string, from: string): SourceModule | undefined {
    for (const path of this.paths(specifier, from)) {
      const module = this.at(path);
      if (module) return module;
    }
    return undefined;
  }

  /** Where a module may be, the likeliest first; what Node.js has built in is nobody's own. */
  private *paths(specifier: string, from: string): Generator<string> {
    if (isBuiltin(specifier)) return;
    if (specifier.startsWith('.')) yield* candidates(join(dirname(from), specifier));
    else for (const path of this.own.find(specifier, from)) yield* candidates(path);
  }

  private at(path: string): SourceModule | undefined {
    if (this.modules.has(path)) return this.modules.get(path);
    if (this.modules.size > MOST_FILES) return undefined;
    const text = this.workspace.read(path);
    const parsed =
      text === undefined ? undefined : text.length > MOST_TEXT ? undefined : parseOr(this.parse, text, path);
    const module = parsed && { parsed, isMain: false, frame: undefined, exports: object(), whole: undefined };
    if (text !== undefined) this.modules.set(path, module);
    return module;
  }
}

function* candidates(path: string): Generator<string> {
  const written = /\.[cm]?jsx?$/.exec(path)?.[0];
  for (const source of (written === undefined ? undefined : SOURCES[written]) ?? [])
    yield path.slice(0, -(written ?? '').length) + source;
  const known = /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);
  if (known) yield path;
  for (const extension of EXTENSIONS) if (extension !== '') yield path + extension;
  for (const extension of EXTENSIONS) if (extension !== '') yield join(path, `index${extension}`);
}
