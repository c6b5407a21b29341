import { dirname, join, normalize } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import type { Workspace } from '../front-end.js';
import { directives } from './directives.js';
import { elsewhere } from './include-paths.js';
import { ParsedText } from './parsed.js';

/** Bounds of what one file may pull in; beyond, names are unknown and the analysis silent. */
const MOST_HEADERS = 60;
const DEEPEST_INCLUDE = 4;
const INCLUDE = /[ \t]*include[ \t]*"([^"\n]+)"/y;

interface Including {
  readonly text: string;
  readonly paths: readonly string[];
}

/** The headers of a project, each read once for each text it had. */
export class Headers {
  private readonly parsed = new Map<string, ParsedText>();
  private readonly includes = new Map<string, Including>();

  /** The headers a file includes by name in quotes, nearest first, each once. */
  of(path: string, text: string, workspace: Workspace, parser: Parser): ParsedText[] {
    const found = new Map<string, ParsedText>();
    const siblings = workspace.siblings?.(path) ?? [];
    const queue = this.included(path, text).map((named) => ({ named, by: path, depth: 1 }));
    for (const { named, by, depth } of queue) {
      if (found.size >= MOST_HEADERS) break;
      const [header, body] = located(named, by, siblings, workspace);
      if (body === undefined || found.has(header) || header === path) continue;
      found.set(header, this.header(header, body, parser));
      if (depth < DEEPEST_INCLUDE)
        for (const next of this.included(header, body))
          queue.push({ named: next, by: header, depth: depth + 1 });
    }
    return [...found.values()];
  }

  private header(path: string, text: string, parser: Parser): ParsedText {
    const before = this.parsed.get(path);
    if (before?.text === text) return before;
    const parsed = new ParsedText(text, new Map(), parser);
    this.parsed.set(path, parsed);
    return parsed;
  }

  /** The paths that a text includes by name in quotes, whether they exist or not. */
  included(path: string, text: string): readonly string[] {
    const known = this.includes.get(path);
    if (known?.text === text) return known.paths;
    const folder = dirname(path);
    const paths = [...directives(text, INCLUDE)].map(({ match: [, name = ''] }) =>
      normalize(join(folder, name)),
    );
    this.includes.set(path, { text, paths });
    return paths;
  }
}

/** Where the header lies that an include means, and its text. */
function located(
  named: string,
  by: string,
  siblings: readonly string[],
  workspace: Workspace,
): readonly [string, string | undefined] {
  const near = workspace.read(named);
  if (near !== undefined) return [named, near];
  const other = elsewhere(named, by, siblings);
  return [other ?? named, other === undefined ? undefined : workspace.read(other)];
}
