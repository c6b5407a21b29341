import { dirname, join } from 'node:path';
import type { CompilerOptions } from 'typescript';
import type { Workspace } from '../../front-end.js';
import type { TypeScript } from './typescript.js';

/** What a project says of how its modules are called. */
export interface ProjectConfig {
  readonly options: CompilerOptions;
  /** The `name` of the nearest package.json, by which its own files may import it. */
  readonly packageName: string | undefined;
}

/** A configuration and the texts it came from: as long as they are the same, so is it. */
interface Read {
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly options: CompilerOptions;
}

const MOST_CONFIGS = 50;
const configs = new Map<string, Read>();

/** The nearest `tsconfig.json` or `jsconfig.json` above a file with all that it extends, and the nearest `package.json`. */
export function configOf(path: string, workspace: Workspace, ts: TypeScript): ProjectConfig {
  const config = nearest(path, ['tsconfig.json', 'jsconfig.json'], workspace);
  const manifest = nearest(path, ['package.json'], workspace);
  const name = manifest && /"name"\s*:\s*"([^"]+)"/.exec(workspace.read(manifest) ?? '')?.[1];
  return { options: config === undefined ? {} : optionsOf(config, workspace, ts), packageName: name };
}

function nearest(path: string, names: readonly string[], workspace: Workspace): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find((file) => workspace.read(file) !== undefined);
    if (found !== undefined || dirname(folder) === folder) return found;
  }
}

function optionsOf(path: string, workspace: Workspace, ts: TypeScript): CompilerOptions {
  const known = configs.get(path);
  if (known && [...known.texts].every(([file, text]) => workspace.read(file) === text)) return known.options;
  const made = parse(path, workspace, ts);
  configs.delete(path);
  configs.set(path, made);
  for (const oldest of configs.keys()) {
    if (configs.size <= MOST_CONFIGS) break;
    configs.delete(oldest);
  }
  return made.options;
}

function parse(path: string, workspace: Workspace, ts: TypeScript): Read {
  const texts = new Map<string, string | undefined>();
  const readFile = (file: string): string | undefined => {
    const text = workspace.read(file);
    texts.set(file, text);
    return text;
  };
  const host = {
    useCaseSensitiveFileNames: true,
    readDirectory: () => [],
    readFile,
    fileExists: (file: string) => readFile(file) !== undefined,
  };
  const { config } = ts.parseConfigFileTextToJson(path, readFile(path) ?? '') as { config?: unknown };
  const { options } = ts.parseJsonConfigFileContent(config ?? {}, host, dirname(path), undefined, path);
  return { texts, options };
}
