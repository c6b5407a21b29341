import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { analyze } from '../analysis/analyze.js';
import { serve } from './serve.js';

/** The language server's process: `--node-ipc` under VS Code, `--stdio` for other editors. */
serve(createConnection(ProposedFeatures.all), analyze);
