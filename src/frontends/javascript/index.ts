import { findStreamLeaks } from '../../lifecycle/stream/index.js';
import type { Leak } from '../../lifecycle/leak.js';
import type { FrontEnd, Options, Source, Unit, Workspace } from '../front-end.js';
import { curesOf, type Understood } from './cures.js';
import { lowerFile } from './evaluate-file.js';
import { Loader } from './modules/load.js';
import { versionsFor } from './node-versions.js';
import { mayHoldSockets } from './origins.js';
import { loadParser, parseOr, type Parse, type Parsed } from './parse.js';
import { inWordsOfFile } from './report-places.js';

/** JavaScript and TypeScript: the file is run in the abstract, and the sockets it makes are followed through its events. */
export const javascriptFrontEnd: FrontEnd = {
  async read(source, workspace, options) {
    return new Reading(await loadParser(), source, workspace, options).unit();
  },
};

interface Read extends Understood {
  /** Functions and sockets that were given up for their size. */
  readonly abandoned: number;
}

/** One file on its way from text to leaks, and to the repairs that are known to cure them. */
class Reading {
  constructor(
    private readonly parse: Parse,
    private readonly source: Source,
    private readonly workspace: Workspace,
    private readonly options: Options,
  ) {}

  unit(): Unit {
    const { text, path } = this.source;
    if (!mayHoldSockets(text, path, this.loader())) return { leaks: [], repairs: () => [] };
    const read = this.understand(text);
    if (!read) return { leaks: [], gaps: { abandoned: 0, unparsed: 1 }, repairs: () => [] };
    const { leaks, abandoned, parsed } = read;
    return {
      leaks,
      gaps: { abandoned, unparsed: parsed.unread?.length ?? 0 },
      repairs: (leak) => curesOf(leak, read, (other) => this.understand(other)),
    };
  }

  private understand(text: string): Read | undefined {
    const parsed = parseOr(this.parse, text, this.source.path);
    return parsed && { parsed, ...this.leaksOf(parsed) };
  }

  private loader(): Loader {
    return new Loader(this.workspace, this.parse);
  }

  /** Code that is nested beyond what a stack holds is beyond what can be claimed. */
  private leaksOf(parsed: Parsed): Pick<Read, 'leaks' | 'abandoned'> {
    const loader = this.loader();
    const versions = versionsFor(parsed.path, this.workspace, this.options);
    try {
      const program = lowerFile(parsed, versions, (specifier, from) => loader.load(specifier, from));
      let { abandoned } = program;
      const leaks = findStreamLeaks(program, this.options.strict, () => abandoned++);
      const sure = leaks.filter((leak) => isSure(leak, parsed));
      return { leaks: sure.map((leak) => inWordsOfFile(leak, parsed)), abandoned };
    } catch (error) {
      if (error instanceof RangeError) return { leaks: [], abandoned: 1 };
      throw error;
    }
  }
}

/** Half-typed code may be what a path goes through. */
function isSure({ rule }: Leak, { unread }: Parsed): boolean {
  return unread === undefined || rule !== 'close-on-every-path';
}
