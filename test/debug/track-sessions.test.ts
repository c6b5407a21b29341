import { describe, expect, test } from 'vitest';
import { DebuggeeTracker } from '../../src/debug/debuggees.js';
import { sessionOf, trackSessions } from '../../src/debug/track-sessions.js';
import { BOOT, fakeProc } from './proc.js';

type Debug = Parameters<typeof trackSessions>[0];
type Factory = Parameters<Debug['registerDebugAdapterTrackerFactory']>[1];
type VsSession = Parameters<Factory['createDebugAdapterTracker']>[0];

const SESSION = {
  id: 'S1',
  type: 'lldb-dap',
  name: 'server',
  configuration: { type: 'lldb-dap', name: 'server', request: 'launch' },
  customRequest: (command: string, args: unknown) => Promise.resolve({ command, args }),
} as unknown as VsSession;

/** `vscode.debug`, as much of it as is used. */
function debug(): { api: Debug; factories: Map<string, Factory> } {
  const factories = new Map<string, Factory>();
  const api = {
    registerDebugAdapterTrackerFactory: (type: string, factory: Factory) => {
      factories.set(type, factory);
      return { dispose: () => factories.delete(type) };
    },
  };
  return { api: api as unknown as Debug, factories };
}

describe('the sessions of VS Code', () => {
  test('messages of every type of session reach the tracker', async () => {
    const ask = () => Promise.resolve(undefined);
    const proc = fakeProc({ 28696: { exe: '/app/server', started: BOOT + 10 } });
    const tracker = new DebuggeeTracker({ proc, hostName: 'here', now: () => (BOOT + 9) * 1_000, ask });
    const { api, factories } = debug();
    const registration = trackSessions(api, tracker);
    const adapter = await factories.get('*')?.createDebugAdapterTracker(SESSION);
    const body = { name: '/app/server', systemProcessId: 28696, startMethod: 'launch' };
    adapter?.onDidSendMessage?.({ type: 'event', event: 'process', body });
    expect(tracker.list()).toMatchObject([{ pid: 28696, name: 'server', adapter: 'lldb-dap', ended: false }]);
    adapter?.onExit?.(0, undefined);
    expect(tracker.list()).toMatchObject([{ pid: 28696, ended: true }]);
    registration.dispose();
    expect(factories.size).toBe(0);
  });

  test('requests go out as custom requests', async () => {
    const session = sessionOf(SESSION);
    expect(session).toMatchObject({ id: 'S1', parentId: undefined });
    expect(await session.request('evaluate', { expression: '1' })).toEqual({
      command: 'evaluate',
      args: { expression: '1' },
    });
  });
});
