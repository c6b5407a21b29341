/**
 * DAP traces of adapters that could not be recorded: put together from logs that others published in the adapters' own
 * issue threads (named at each), from their sources, and for other hosts from the documented configurations. `>` = to
 * the adapter.
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

export const TRACES = {
  /** A web page: it has a thread but no process of its own. */
  jsDebugBrowser: [
    { start: 'S1', type: 'pwa-chrome', name: 'Page' },
    { start: 'S2', type: 'pwa-chrome', parent: 'S1', name: 'localhost' },
    event('S2', 'thread', { reason: 'started', threadId: 0 }),
  ],
  /** In a terminal; the words have no category (1.5.3: codelldb issue 334, and 892 on Windows). */
  codeLldbTerminal: [
    { start: 'S1', type: 'lldb', name: 'server', config: { request: 'launch' } },
    request('S1', 'launch', { program: '/app/server' }),
    {
      session: 'S1',
      '<': { type: 'request', command: 'runInTerminal', arguments: { args: ['codelldb', 'terminal-agent'] } },
    },
    {
      session: 'S1',
      '>': { type: 'response', command: 'runInTerminal', success: true, body: { shellProcessId: 900 } },
    },
    event('S1', 'output', { output: 'Launching: /app/server -d\n' }),
    event('S1', 'output', { output: 'Launched process 28696\n' }),
    event('S1', 'stopped', { allThreadsStopped: true, reason: 'unknown' }),
    response('S1', 'launch'),
  ],
  /** The launch may fail after these words (1.11: codelldb issue 1264). */
  codeLldb: [
    { start: 'S1', type: 'lldb', name: 'server', config: { request: 'launch' } },
    event('S1', 'output', { category: 'console', output: "Launching: '/app/server'\n" }),
    event('S1', 'output', { category: 'console', output: "Launched process 28696 from '/app/server'\n" }),
    event('S1', 'output', { category: 'console', output: 'Executing script: postRunCommands\n' }),
    response('S1', 'launch'),
  ],
  /** As CodeLLDB's source says it. */
  codeLldbAttach: [
    { start: 'S1', type: 'lldb', name: 'server', config: { request: 'attach', pid: 28696 } },
    request('S1', 'attach', { pid: '28696' }),
    event('S1', 'output', { category: 'console', output: 'Attached to process 28696\n' }),
  ],
  /** The order is that of a log (vscode-cpptools issue 5051), the event that of MIEngine's pull request 1030. */
  cppdbg: [
    { start: 'S1', type: 'cppdbg', name: 'server', config: { request: 'launch' } },
    { session: 'S1', '<': { type: 'request', command: 'runInTerminal', arguments: { args: ['sh'] } } },
    event('S1', 'output', { category: 'console', output: '1: (2310) Send Event AD7EngineCreateEvent\n' }),
    response('S1', 'launch'),
    event('S1', 'initialized'),
    {
      session: 'S1',
      '>': { type: 'response', command: 'runInTerminal', success: true, body: { shellProcessId: 900 } },
    },
    event('S1', 'process', {
      name: '/app/server',
      systemProcessId: 28696,
      startMethod: 'launch',
      pointerSize: 64,
    }),
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
  /** `initialized` comes before the launch (netcoredbg issues 117, 157); the event is vsdbg's in its issue 20. */
  netcoredbg: [
    { start: 'S1', type: 'coreclr', name: 'App', config: { request: 'launch' } },
    event('S1', 'capabilities', { capabilities: { supportsConfigurationDoneRequest: true } }),
    event('S1', 'initialized'),
    request('S1', 'launch', { program: '/app/App.dll' }),
    event('S1', 'process', {
      name: '/app/App.dll',
      systemProcessId: 81517,
      isLocalProcess: true,
      startMethod: 'launch',
    }),
  ],
} satisfies Record<string, readonly Step[]>;
