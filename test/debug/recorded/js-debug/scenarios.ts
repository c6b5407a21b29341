/** A program that js-debug runs, and how. */
export interface JsScenario {
  /** As the recording's file name ends. */
  readonly what: string;
  /** The program's files by their names; the first is started. */
  readonly files: Readonly<Record<string, string>>;
  /** Beside the program's path. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** How many sessions answer when all have begun: one for each thread that is debugged. */
  readonly threads: number;
  /** The program is started before the session, with an inspector. */
  readonly attach?: 'port' | 'processId';
  /** Restarts it when all has begun. */
  readonly restart?: true;
}

const SLEEP = 'setTimeout(() => undefined, 300_000);\n';
const LAUNCH = { type: 'pwa-node', request: 'launch', console: 'internalConsole' };
const ATTACH = { type: 'pwa-node', request: 'attach', address: '127.0.0.1' };

export const JS_SCENARIOS: readonly JsScenario[] = [
  { what: 'launch', files: { 'app.js': SLEEP }, configuration: LAUNCH, threads: 1 },
  {
    what: 'terminal',
    files: { 'app.js': SLEEP },
    configuration: { ...LAUNCH, console: 'integratedTerminal' },
    threads: 1,
  },
  { what: 'restart', files: { 'app.js': SLEEP }, configuration: LAUNCH, threads: 1, restart: true },
  {
    what: 'fork',
    files: { 'app.js': `require('node:child_process').fork('child.js');\n${SLEEP}`, 'child.js': SLEEP },
    configuration: LAUNCH,
    threads: 2,
  },
  {
    what: 'cluster',
    files: {
      'app.js': `const cluster = require('node:cluster');\nif (cluster.isPrimary) for (let left = 2; left > 0; left--) cluster.fork();\n${SLEEP}`,
    },
    configuration: LAUNCH,
    threads: 3,
  },
  {
    what: 'worker',
    files: {
      'app.js': `const { Worker } = require('node:worker_threads');\nnew Worker('./thread.js');\n${SLEEP}`,
      'thread.js': SLEEP,
    },
    configuration: LAUNCH,
    threads: 2,
  },
  {
    what: 'attach',
    files: { 'app.js': SLEEP },
    configuration: ATTACH,
    threads: 1,
    attach: 'port',
  },
  {
    what: 'attach-process',
    files: { 'app.js': SLEEP },
    configuration: ATTACH,
    threads: 1,
    attach: 'processId',
  },
  {
    what: 'debug-terminal',
    files: { 'app.js': SLEEP },
    configuration: { type: 'node-terminal', request: 'launch', command: 'node app.js' },
    threads: 1,
  },
];
