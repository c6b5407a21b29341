import { dirname, join, normalize } from 'node:path';
import type { Parser } from 'web-tree-sitter';
import type { Workspace } from '../front-end.js';
import { directives } from './directives.js';
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
    const queue = this.included(path, text).map((header) => ({ header, depth: 1 }));
    for (const { header, depth } of queue) {
      if (found.size >= MOST_HEADERS) break;
      if (found.has(header) || header === path) continue;
      const body = workspace.read(header);
      if (body === undefined) continue;
      found.set(header, this.header(header, body, parser));
      if (depth < DEEPEST_INCLUDE)
        for (const next of this.included(header, body)) queue.push({ header: next, depth: depth + 1 });
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
