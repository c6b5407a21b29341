import { fieldsOf } from '../../../src/debug/session.ts';
import { dialling, listening, spawned } from '../dap-link.ts';
import { versionOf } from './installed.ts';
import { runningOf } from './running.ts';
import { attach, launch, type Adapter, type Scenario } from './scenario.ts';

const PYTHON = '/usr/bin/python3';
const DELVE = '/usr/bin/dlv';
/** The command line of an adapter that speaks on its standard streams, made of java-debug's core library. */
const [JAVA = '', ...JAVA_ARGS] = (process.env['JAVA_DEBUG'] ?? '').split(' ');

const debugpy: Adapter = { name: 'debugpy', version: versionOf(PYTHON, ['-m', 'debugpy', '--version']) };
const delve: Adapter = { name: 'delve', version: versionOf(DELVE, ['version']) };
const javaDebug: Adapter = { name: 'java-debug', version: process.env['JAVA_DEBUG_VERSION'] ?? '' };

const pythonAdapter = () => spawned(PYTHON, ['-m', 'debugpy.adapter']);
const delveAdapter = () => dialling(DELVE, (address) => ['dap', '--client-addr', address]);
const javaAdapter = () => spawned(JAVA, JAVA_ARGS);

const PYTHON_SCENARIOS: readonly Scenario[] = [
  ...((['internalConsole', 'integratedTerminal'] as const).map((console) => ({
    adapter: debugpy,
    what: console === 'internalConsole' ? 'launch' : 'terminal',
    run: async (recorder, programs) => {
      const program = programs.python();
      const { adapter } = recorder.start(pythonAdapter(), launch('debugpy', program, { console }));
      const told = adapter.event('process');
      await adapter.launch();
      await told;
      return runningOf(program);
    },
  })) satisfies Scenario[]),
  {
    adapter: debugpy,
    what: 'attach',
    run: async (recorder, programs) => {
      const program = programs.python();
      const { pid, port } = await programs.pythonListening(PYTHON, program);
      const connect = { host: '127.0.0.1', port };
      const { adapter } = recorder.start(await listening(port), attach('debugpy', { connect }));
      await adapter.launch();
      return [pid];
    },
  },
  {
    adapter: debugpy,
    what: 'subprocess',
    run: async (recorder, programs) => {
      const program = programs.pythonParent();
      const configuration = { console: 'internalConsole', cwd: programs.folder, subProcess: true };
      const parent = recorder.start(pythonAdapter(), launch('debugpy', program, configuration));
      const told = parent.adapter.event('debugpyAttach');
      await parent.adapter.launch();
      const { connect, name, subProcessId } = await told;
      const child = recorder.start(await listening(Number(fieldsOf(connect)['port'])), {
        ...attach('debugpy', { connect, subProcessId }),
        name: String(name),
        parent: parent.id,
      });
      await child.adapter.launch();
      return [...(await runningOf(program)), Number(subProcessId)];
    },
  },
];

const GO_SCENARIOS: readonly Scenario[] = [
  {
    adapter: delve,
    what: 'launch',
    run: async (recorder, programs) => {
      const program = programs.go();
      const { adapter } = recorder.start(await delveAdapter(), launch('go', program, { mode: 'exec' }));
      await adapter.launch();
      return runningOf(program);
    },
  },
  {
    adapter: delve,
    what: 'attach',
    run: async (recorder, programs) => {
      const processId = programs.start(programs.go());
      const { adapter } = recorder.start(await delveAdapter(), attach('go', { mode: 'local', processId }));
      await adapter.launch();
      return [processId];
    },
  },
];

const JAVA_SCENARIOS: readonly Scenario[] = [
  ...((['internalConsole', 'integratedTerminal'] as const).map((console) => ({
    adapter: javaDebug,
    what: console === 'internalConsole' ? 'launch' : 'terminal',
    run: async (recorder, programs) => {
      const { mainClass, classPaths } = programs.java();
      const more = { mainClass, classPaths, modulePaths: [], console, cwd: programs.folder };
      const { adapter } = recorder.start(javaAdapter(), launch('java', '', more));
      const told = adapter.event('processid');
      await adapter.launch();
      await told;
      return runningOf(mainClass);
    },
  })) satisfies Scenario[]),
  {
    adapter: javaDebug,
    what: 'attach',
    run: async (recorder, programs) => {
      const { pid, port } = await programs.javaListening();
      const { adapter } = recorder.start(javaAdapter(), attach('java', { hostName: '127.0.0.1', port }));
      await adapter.launch();
      return [pid];
    },
  },
];

export const LANGUAGES: readonly Scenario[] = [...PYTHON_SCENARIOS, ...GO_SCENARIOS, ...JAVA_SCENARIOS];
