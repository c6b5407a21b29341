import { findStreamLeaks } from '../../lifecycle/stream/index.js';
import type { Leak } from '../../lifecycle/leak.js';
import type { Repair } from '../../shared/finding.js';
import { applyEdits } from '../../shared/span.js';
import type { FrontEnd, Options, Source, Unit, Workspace } from '../front-end.js';
import { lowerFile } from './evaluate-file.js';
import { Loader } from './modules/load.js';
import { OwnModules } from './modules/own-modules.js';
import { loadTypeScript, type TypeScript } from './modules/typescript.js';
import { versionsFor } from './node-versions.js';
import { mayHoldSockets } from './origins.js';
import { loadParser, parseOr, type Parse, type Parsed } from './parse.js';
import { inWordsOfFile } from './report-places.js';
import { repairsFor } from './repairs/index.js';

/** JavaScript and TypeScript: the file is run in the abstract, and the sockets it makes are followed through its events. */
export const javascriptFrontEnd: FrontEnd = {
  async read(source, workspace, options) {
    return new Reading(await loadParser(), await loadTypeScript(), source, workspace, options).unit();
  },
};

/** One file on its way from text to leaks, and to the repairs that are known to cure them. */
class Reading {
  constructor(
    private readonly parse: Parse,
    private readonly ts: TypeScript,
    private readonly source: Source,
    private readonly workspace: Workspace,
    private readonly options: Options,
  ) {}

  unit(): Unit {
    const { text, path } = this.source;
    const isWorthReading = mayHoldSockets(text, path, this.loader());
    const parsed = isWorthReading ? parseOr(this.parse, text, path) : undefined;
    const leaks = parsed ? this.leaksOf(parsed) : [];
    return { leaks, repairs: (leak) => (parsed ? this.cures(leak, leaks, parsed) : []) };
  }

  private loader(): Loader {
    return new Loader(this.workspace, this.parse, new OwnModules(this.workspace, this.ts));
  }

  /** Code that is nested beyond what a stack holds is beyond what can be claimed. */
  private leaksOf(parsed: Parsed): Leak[] {
    const loader = this.loader();
    const versions = versionsFor(parsed.path, this.workspace, this.options);
    try {
      const program = lowerFile(parsed, versions, (specifier, from) => loader.load(specifier, from));
      return findStreamLeaks(program, this.options.strict).map((leak) => inWordsOfFile(leak, parsed));
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
  }

  /** The repairs after which the leak is gone: each is made and the result read again. */
  private cures(leak: Leak, leaks: readonly Leak[], parsed: Parsed): Repair[] {
    const curing = repairsFor(leak, parsed).filter((repair) => this.isCure(repair, leak, leaks, parsed));
    return curing.map((repair, index) => ({
      ...repair,
      preferred: index === 0 && (repair.preferred || !repair.changesBehaviour),
    }));
  }

  private isCure({ edits }: Repair, leak: Leak, leaks: readonly Leak[], { text, path }: Parsed): boolean {
    const mended = parseOr(this.parse, applyEdits(text, edits), path);
    return mended !== undefined && distinctPlaces(this.leaksOf(mended), leak) < distinctPlaces(leaks, leak);
  }
}

/** Several ways to one place are one finding; a socket that no longer leaks may be worth advice. */
function distinctPlaces(leaks: readonly Leak[], { advice }: Leak): number {
  const alike = leaks.filter((leak) => advice === true || leak.advice !== true);
  return new Set(alike.map(({ rule, at }) => `${rule} ${at.start}`)).size;
}
