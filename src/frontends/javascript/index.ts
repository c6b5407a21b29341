import { findStreamLeaks } from '../../lifecycle/stream/index.js';
import type { FrontEnd } from '../front-end.js';
import { lowerFile } from './evaluate-file.js';
import { Loader } from './modules/load.js';
import { SUPPORTED } from './node-versions.js';
import { loadParser, parseOr } from './parse.js';
import { inWordsOfFile } from './report-places.js';
import { repairsFor } from './repairs/index.js';

/** JavaScript and TypeScript: the file is run in the abstract, and the sockets it makes are followed through its events. */
export const javascriptFrontEnd: FrontEnd = {
  async read({ path, text }, workspace) {
    const parse = await loadParser();
    const parsed = parseOr(parse, text, path);
    if (!parsed) return { leaks: [], repairs: () => [] };
    const loader = new Loader(workspace, parse);
    const program = lowerFile(parsed, SUPPORTED, (specifier, from) => loader.load(specifier, from));
    const leaks = program.complete ? findStreamLeaks(program) : [];
    return {
      leaks: leaks.map((leak) => inWordsOfFile(leak, parsed)),
      repairs: (leak) => repairsFor(leak, parsed),
    };
  },
};
