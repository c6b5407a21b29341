import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { changeConfigurations, useEditor } from './editor.js';
import { fixAll } from './fixing.js';
import { outcome, probe } from './live/probing.js';
import { portsFrom } from './programs.js';

const UPGRADE = 'GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: Upgrade\\r\\nUpgrade: x\\r\\n\\r\\n';
const STUCK = '5 of 5 connections stuck in CLOSE_WAIT.';
const CLOSED = 'All 5 connections closed in';

describe('a TypeScript server under js-debug, tested, repaired, tested again', () => {
  let base = 0;
  beforeAll(async () => {
    base = await freePorts(3);
  });
  const editor = useEditor((folder) => {
    changeConfigurations(folder, (configuration) => ({ ...configuration, env: { PORT: String(base) } }));
  });

  /** The echo server and the one that hands its sockets out; the relay leaks only between two pieces of data. */
  async function probeBoth(expected: string, picture: string): Promise<void> {
    const { workbench } = editor();
    const [echo, ticker] = portsFrom(base);
    const texts = [
      [echo, 'hello'],
      [ticker, UPGRADE],
    ] as const;
    for (const [port, text] of texts) {
      await probe(workbench, port, text);
      await outcome(workbench, port, expected);
    }
    await workbench.screenshot(picture);
    await workbench.command('Notifications: Clear All Notifications');
  }

  test('before, five of five connections to a port are stuck', async () => {
    const { workbench } = editor();
    await workbench.open('node/server.ts');
    await workbench.waitForSquiggles(3);
    await workbench.debug('Node server');
    await workbench.debugOutput('listening');
    await workbench.showRunAndDebug();
    await workbench.view('CLOSE_WAIT Sockets').expand();
    await probeBoth(STUCK, 'live-repair-node-before');
  });

  test('repaired by the lightbulb and restarted, all are closed', async () => {
    const { workbench } = editor();
    const file = editor().path('node/server.ts');
    const before = readFileSync(file, 'utf8');
    await workbench.open('node/server.ts');
    // Squiggles behind the panel are not drawn.
    await workbench.closePanel();
    await workbench.waitForSquiggles(3);
    expect(await fixAll(workbench)).toHaveLength(3);
    await workbench.save();
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    await workbench.stopDebugging();
    await workbench.debug('Node server');
    await expect
      .poll(() => workbench.view('CLOSE_WAIT Sockets').message.allInnerTexts())
      .toContainEqual(expect.stringContaining('No socket is stuck'));
    await probeBoth(CLOSED, 'live-repair-node-after');
    await workbench.stopDebugging();
  });
});

describe('a C server under lldb-dap, tested, repaired, compiled and tested again', () => {
  let port = 0;
  beforeAll(async () => {
    port = await freePorts(1);
  });
  const editor = useEditor((folder) => {
    changeConfigurations(folder, (configuration) =>
      configuration['type'] === 'lldb-dap' ? { ...configuration, env: [`PORT=${port}`] } : configuration,
    );
  });

  /** Its launch configuration compiles it first. */
  async function startAndProbe(expected: string, picture: string): Promise<void> {
    const { workbench } = editor();
    await workbench.debug('C server');
    await workbench.debugToolbar.waitFor({ timeout: 60_000 });
    const view = workbench.view('CLOSE_WAIT Sockets');
    await view.expand();
    await expect
      .poll(() => view.message.allInnerTexts(), { timeout: 60_000 })
      .toContainEqual(expect.stringContaining('No socket is stuck'));
    await probe(workbench, port);
    await outcome(workbench, port, expected);
    await workbench.screenshot(picture);
    await workbench.stopDebugging();
  }

  test('before, five of five connections are stuck', async () => {
    await editor().workbench.open('c/server.c');
    await editor().workbench.showRunAndDebug();
    await startAndProbe(STUCK, 'live-repair-c-before');
  });

  test('repaired by the lightbulb and compiled anew, all are closed', async () => {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    await workbench.closePanel();
    await workbench.waitForSquiggles(1);
    await fixAll(workbench);
    await workbench.save();
    expect(readFileSync(editor().path('c/server.c'), 'utf8')).toContain('close(connfd);');
    await startAndProbe(CLOSED, 'live-repair-c-after');
  });
});
