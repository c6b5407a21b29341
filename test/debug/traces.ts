/**
 * DAP traces of adapters, shortened to the messages that matter here: js-debug's in the order in which they were seen
 * (1.117), those of lldb-dap and debugpy after the recordings in `recorded/`, the others as the adapter's source sends
 * them (see README.md). `>` = to the adapter.
 */
export type Step =
  | {
      readonly start: string;
      readonly type: string;
      readonly parent?: string;
      readonly name?: string;
      readonly config?: Record<string, unknown>;
    }
  | { readonly session: string; readonly '<': Record<string, unknown> }
  | { readonly session: string; readonly '>': Record<string, unknown> }
  | { readonly end: string };

function event(session: string, name: string, body: Record<string, unknown> = {}): Step {
  return { session, '<': { type: 'event', event: name, body } };
}

function response(session: string, command: string, body: Record<string, unknown> = {}): Step {
  return { session, '<': { type: 'response', command, success: true, body } };
}

function request(session: string, command: string, args: Record<string, unknown> = {}): Step {
  return { session, '>': { type: 'request', command, arguments: args } };
}

const JS_CHILD = { type: 'pwa-node', parent: 'S1' } as const;

export const TRACES = {
  /** Launch, then fork and a worker thread: S3 is a worker of S2, S4 a forked child. */
  jsDebugLaunch: [
    {
      start: 'S1',
      type: 'pwa-node',
      name: 'server.ts',
      config: { request: 'launch', program: '/app/server.ts' },
    },
    event('S1', 'initialized'),
    request('S1', 'launch', { program: '/app/server.ts' }),
    response('S1', 'launch'),
    { start: 'S2', ...JS_CHILD, name: 'server.ts [18860]', config: { __pendingTargetId: '1' } },
    event('S2', 'initialized'),
    event('S2', 'thread', { reason: 'started', threadId: 0 }),
    request('S2', 'launch', { __pendingTargetId: '1' }),
    { start: 'S3', type: 'pwa-node', parent: 'S2', name: '[worker 1]', config: { __pendingTargetId: '2' } },
    event('S3', 'thread', { reason: 'started', threadId: 0 }),
    {
      start: 'S4',
      type: 'pwa-node',
      parent: 'S2',
      name: 'child.js [18906]',
      config: { __pendingTargetId: '3' },
    },
    event('S4', 'thread', { reason: 'started', threadId: 0 }),
  ],
  /** Attach by processId: it became a port, and the child's name ends in [0]. */
  jsDebugAttach: [
    {
      start: 'S1',
      type: 'pwa-node',
      name: 'Attach',
      config: { request: 'attach', port: 9229, address: '127.0.0.1' },
    },
    request('S1', 'attach', { port: 9229, address: '127.0.0.1', processId: 4 }),
    { start: 'S2', ...JS_CHILD, name: 'Remote Process [0]', config: { __pendingTargetId: '1' } },
    event('S2', 'thread', { reason: 'started', threadId: 0 }),
  ],
  /** The debug terminal: root and child; the shell's pid is no debuggee. */
  jsDebugTerminal: [
    { start: 'S1', type: 'node-terminal', name: 'JavaScript Debug Terminal' },
    {
      session: 'S1',
      '>': { type: 'response', command: 'runInTerminal', success: true, body: { shellProcessId: 900 } },
    },
    { start: 'S2', ...JS_CHILD, name: 'node server.js [18861]' },
    event('S2', 'thread', { reason: 'started', threadId: 0 }),
  ],
  /** A web page: it has a thread but no process of its own. */
  jsDebugBrowser: [
    { start: 'S1', type: 'pwa-chrome', name: 'Page' },
    { start: 'S2', type: 'pwa-chrome', parent: 'S1', name: 'localhost' },
    event('S2', 'thread', { reason: 'started', threadId: 0 }),
  ],
  /** The process event comes before `initialized`. */
  lldbDapLaunch: [
    { start: 'S1', type: 'lldb-dap', name: 'server', config: { request: 'launch', program: '/app/server' } },
    response('S1', 'launch'),
    event('S1', 'process', {
      name: '/app/server',
      systemProcessId: 28696,
      isLocalProcess: true,
      startMethod: 'launch',
    }),
    event('S1', 'initialized'),
  ],
  codeLldb: [
    { start: 'S1', type: 'lldb', name: 'server', config: { request: 'launch' } },
    event('S1', 'output', { category: 'console', output: "Launching: '/app/server'\n" }),
    event('S1', 'output', { category: 'console', output: "Launched process 28696 from '/app/server'\n" }),
  ],
  codeLldbAttach: [
    { start: 'S1', type: 'lldb', name: 'server', config: { request: 'attach', pid: 28696 } },
    request('S1', 'attach', { pid: '28696' }),
    event('S1', 'output', { category: 'console', output: 'Attached to process 28696\n' }),
  ],
  cppdbg: [
    { start: 'S1', type: 'cppdbg', name: 'server', config: { request: 'launch' } },
    event('S1', 'initialized'),
    event('S1', 'process', { name: '/app/server', systemProcessId: 28696, startMethod: 'launch' }),
  ],
  cppdbgRemote: [
    {
      start: 'S1',
      type: 'cppdbg',
      name: 'board',
      config: { request: 'launch', miDebuggerServerAddress: 'board:3333' },
    },
    event('S1', 'process', { name: '/app/server', systemProcessId: 28696, startMethod: 'launch' }),
  ],
  gdb: [
    { start: 'S1', type: 'gdb', name: 'server', config: { request: 'launch' } },
    event('S1', 'process', {
      name: '/app/server',
      systemProcessId: 28696,
      isLocalProcess: true,
      startMethod: 'process',
    }),
  ],
  gdbRemote: [
    { start: 'S1', type: 'gdb', name: 'server', config: { request: 'attach', target: 'box:1234' } },
    event('S1', 'process', { name: '/app/server', isLocalProcess: false, startMethod: 'attach' }),
  ],
  /** debugpy calls every process local. */
  debugpyRemote: [
    {
      start: 'S1',
      type: 'debugpy',
      name: 'Remote',
      config: { request: 'attach', connect: { host: '10.0.0.5', port: 5678 } },
    },
    event('S1', 'process', {
      name: '/app/app.py',
      systemProcessId: 28800,
      isLocalProcess: true,
      startMethod: 'attach',
    }),
  ],
  /** A container's published port looks local; its pid 1 is not ours. */
  debugpyContainer: [
    {
      start: 'S1',
      type: 'debugpy',
      name: 'Container',
      config: { request: 'attach', connect: { host: 'localhost', port: 5678 } },
    },
    event('S1', 'process', {
      name: '/app/app.py',
      systemProcessId: 1,
      isLocalProcess: true,
      startMethod: 'attach',
    }),
  ],
  delveLaunch: [
    { start: 'S1', type: 'go', name: 'main.go', config: { request: 'launch', host: '127.0.0.1' } },
    event('S1', 'process', {
      name: '/tmp/__debug_bin1',
      systemProcessId: 28900,
      isLocalProcess: true,
      startMethod: 'launch',
    }),
  ],
  delveAttach: [
    { start: 'S1', type: 'go', name: 'Attach', config: { request: 'attach', mode: 'local' } },
    request('S1', 'attach', { mode: 'local', processId: 28900 }),
    response('S1', 'attach'),
  ],
  delveRemote: [
    {
      start: 'S1',
      type: 'go',
      name: 'Remote',
      config: { request: 'attach', mode: 'remote', host: 'build-7', port: 2345 },
    },
    request('S1', 'attach', { mode: 'remote' }),
    event('S1', 'process', {
      name: '/srv/app',
      systemProcessId: 28900,
      isLocalProcess: true,
      startMethod: 'attach',
    }),
  ],
  java: [
    { start: 'S1', type: 'java', name: 'Main', config: { request: 'launch' } },
    {
      session: 'S1',
      '>': { type: 'response', command: 'runInTerminal', success: true, body: { shellProcessId: 900 } },
    },
    event('S1', 'processid', { processId: 29000, shellProcessId: 900 }),
  ],
  netcoredbg: [
    { start: 'S1', type: 'coreclr', name: 'App', config: { request: 'launch' } },
    event('S1', 'process', {
      name: 'App.dll',
      systemProcessId: 81517,
      isLocalProcess: true,
      startMethod: 'launch',
    }),
  ],
} satisfies Record<string, readonly Step[]>;
