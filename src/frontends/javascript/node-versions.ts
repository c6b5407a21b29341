import { dirname, join } from 'node:path';
import type { Options, Workspace } from '../front-end.js';

/** The Node.js releases a program has to run on. */
export class NodeVersions {
  constructor(private readonly majors: readonly number[]) {}

  /**
   * True when `for await` over a half-open socket ends and destroys it on all of them (measured: kept open by 24.19 to
   * 24.21 and 26.5 to 26.9).
   */
  get forAwaitCloses(): boolean {
    return this.majors.length > 0 && this.majors.every((major) => major < 24);
  }

  toString(): string {
    return this.majors.map((major) => `Node.js ${major}`).join(', ');
  }
}

/** The even majors that a range may mean. */
const KNOWN = [16, 18, 20, 22, 24, 26];

/** The releases in support in autumn 2026 (nodejs.org/en/about/previous-releases). */
export const SUPPORTED = new NodeVersions([22, 24, 26]);

/** What the user says, else `.nvmrc`, `.node-version` or `engines.node` of the nearest folder that has one, else the releases in support. */
export function versionsFor(path: string, workspace: Workspace, { nodeVersions }: Options): NodeVersions {
  const said = nodeVersions ?? [];
  if (said.length > 0) return among(said.join(' || '));
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const range = rangeIn(folder, workspace);
    if (range !== undefined) return among(range);
    if (dirname(folder) === folder) return SUPPORTED;
  }
}

function rangeIn(folder: string, workspace: Workspace): string | undefined {
  for (const name of ['.nvmrc', '.node-version']) {
    const text = workspace.read(join(folder, name))?.trim();
    if (text && /\d/.test(text)) return text;
  }
  const manifest = workspace.read(join(folder, 'package.json'));
  return manifest === undefined
    ? undefined
    : (/"engines"\s*:\s*\{[^}]*"node"\s*:\s*"([^"]+)"/.exec(manifest)?.[1] ?? '*');
}

function among(range: string): NodeVersions {
  const majors = KNOWN.filter((major) => range.split('||').some((part) => allows(part, major)));
  const inSupport = range.trim() === '*' || majors.length === 0;
  return inSupport ? SUPPORTED : new NodeVersions(majors);
}

const COMPARATOR = /(>=|<=|>|<|\^|~|=|v)?\s*v?(\d+)(?:\.(\d+|x|\*))?[\w.*]*/g;

/** Whether a part of a version range (`>=18 <25`, `^20.1`, `22.x`) lets some release of a major through. */
function allows(part: string, major: number): boolean {
  const tests = [...part.matchAll(COMPARATOR)];
  return (
    tests.length > 0 &&
    tests.every(([, operator = '=', number = '', minor = '0']) =>
      holds(operator, Number(number), minor, major),
    )
  );
}

function holds(operator: string, bound: number, minor: string, major: number): boolean {
  switch (operator) {
    case '>=':
    case '>':
      return major >= bound;
    case '<=':
      return major <= bound;
    case '<':
      return major < bound || (major === bound && Number(minor) > 0);
    default:
      return major === bound;
  }
}
