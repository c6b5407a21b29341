import { dirname, join } from 'node:path';
import { fieldsOf, textOf, textsOf } from './json.js';

/** What a tsconfig says of where modules lie; absolute paths (https://www.typescriptlang.org/tsconfig). */
export interface TsConfig {
  readonly baseUrl?: string;
  /** By pattern with at most one `*`. */
  readonly paths?: ReadonlyMap<string, readonly string[]>;
  readonly outDir?: string;
  readonly rootDir?: string;
}

/** Configurations that extend one another in a longer row are not followed. */
const MOST_PARENTS = 8;

/**
 * The configuration of a file with all that it extends; what packages provide to extend says nothing of own files.
 * @param read the content of a JSON file, undefined when there is none
 */
export function readTsConfig(path: string, read: (path: string) => unknown, depth = 0): TsConfig {
  const content = fieldsOf(read(path));
  const parents =
    depth < MOST_PARENTS ? textsOf(content['extends']).filter((name) => name.startsWith('.')) : [];
  const inherited = parents.map((name) => {
    const parent = join(dirname(path), name);
    return readTsConfig(read(parent) === undefined ? `${parent}.json` : parent, read, depth + 1);
  });
  return Object.assign(
    {},
    ...inherited,
    ownOptions(fieldsOf(content['compilerOptions']), dirname(path)),
  ) as TsConfig;
}

function ownOptions(options: Readonly<Record<string, unknown>>, folder: string): TsConfig {
  const at = (name: string): string | undefined => {
    const given = textOf(options[name]);
    return given === undefined ? undefined : join(folder, given);
  };
  const own = { baseUrl: at('baseUrl'), outDir: at('outDir'), rootDir: at('rootDir') };
  const base = own.baseUrl ?? folder;
  const paths =
    options['paths'] === undefined
      ? undefined
      : new Map(
          Object.entries(fieldsOf(options['paths'])).map(([pattern, targets]) => [
            pattern,
            textsOf(targets).map((target) => join(base, target)),
          ]),
        );
  return Object.fromEntries(Object.entries({ ...own, paths }).filter(([, value]) => value !== undefined));
}

/** Where `paths` and `baseUrl` look for a module, the likeliest first: an exact name, then the longest prefix. */
export function* mapped({ paths, baseUrl }: TsConfig, specifier: string): Generator<string> {
  const matching = [...(paths ?? [])]
    .flatMap(([pattern, targets]) => {
      const rest = wildcard(pattern, specifier);
      return rest === undefined ? [] : [{ pattern, targets, rest }];
    })
    .sort((a, b) => b.pattern.indexOf('*') - a.pattern.indexOf('*'));
  const [best] = matching.filter(({ pattern }) => !pattern.includes('*')).concat(matching);
  for (const target of best?.targets ?? []) yield target.replace('*', () => best?.rest ?? '');
  if (baseUrl !== undefined) yield join(baseUrl, specifier);
}

/** What the `*` of a pattern stands for; empty for a pattern without one. */
function wildcard(pattern: string, specifier: string): string | undefined {
  const [head = '', tail] = pattern.split('*');
  if (tail === undefined) return pattern === specifier ? '' : undefined;
  const fits =
    specifier.length >= pattern.length - 1 && specifier.startsWith(head) && specifier.endsWith(tail);
  return fits ? specifier.slice(head.length, specifier.length - tail.length) : undefined;
}
