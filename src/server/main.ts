import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { analyze } from '../analysis/analyze.js';
import { serve } from './serve.js';

/**
 * V8 lets garbage pile up to several times of what is alive; here half as much again is plenty. Electron may refuse
 * changed flags with a crash (https://nodejs.org/api/v8.html#v8setflagsfromstringflags), so it is left alone.
 */
if (process.versions['electron'] === undefined) setFlagsFromString('--heap-growing-percent=50');

/** The language server's process: `--node-ipc` under VS Code, `--stdio` for other editors. */
serve(createConnection(ProposedFeatures.all), analyze);
