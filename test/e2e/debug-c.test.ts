import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { changeConfigurations, useEditor } from './editor.js';
import { compile, Program, stuck } from './programs.js';

describe('examples/c/server.c under lldb-dap', () => {
  let port = 0;
  let client: Program | undefined;
  beforeAll(async () => {
    port = await freePorts(1);
  });
  afterAll(() => client?.stop());
  const editor = useEditor((folder) => {
    changeConfigurations(folder, (configuration) =>
      configuration['type'] === 'lldb-dap' ? { ...configuration, env: [`PORT=${port}`] } : configuration,
    );
  });

  test('5: rows appear within 2 s of the FINs, with peer, age, descriptor, unread bytes and local address', async () => {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    await workbench.debug('C server');
    await workbench.debugToolbar.waitFor({ timeout: 60_000 });
    await workbench.showRunAndDebug();
    const view = workbench.view('CLOSE_WAIT Sockets');
    await view.expand();

    // The icon of Run and Debug counts the running sessions too.
    const sessions = await workbench.steadyBadge('Run and Debug');
    client = new Program(await compile(editor().path('c/client.c'), editor().path('c')), ['5'], {
      PORT: String(port),
    });
    await client.printed('5 half-closed');
    const closed = Date.now();
    await expect.poll(() => workbench.badge('Run and Debug')).toBe(String(sessions + 5));
    console.log(`from the FINs to the rows: ${Date.now() - closed} ms`);
    await workbench.screenshot('debug-c-rows');
    const row = new RegExp(
      `^127\\.0\\.0\\.1:\\d+ (≥ )?\\d+ m?s · fd \\d+ · \\d+ B unread · 127\\.0\\.0\\.1:${port}$`,
    );
    const rows = async (): Promise<string[]> => (await view.texts()).filter((text) => row.test(text));
    await expect.poll(rows).toHaveLength(5);
    expect(await stuck(port)).toBe(5);
    // Native programs keep no record of where a descriptor came from: the line is the analysis' accept line.
    const accept = readFileSync(editor().path('c/server.c'), 'utf8').split('\n');
    const line = accept.findIndex((text) => text.includes('accept(')) + 1;
    const site = new RegExp(`^server\\.c:${line} 5 · (\\+\\d+/min · )?connfd is never closed`, 'm');
    await expect.poll(async () => (await view.texts()).join('\n'), { timeout: 30_000 }).toMatch(site);
    await workbench.screenshot('debug-c-site');
  });

  test('5: after the session the last picture stays, marked as ended', async () => {
    const { workbench } = editor();
    await workbench.stopDebugging();
    const view = workbench.view('CLOSE_WAIT Sockets');
    await expect.poll(async () => (await view.texts()).join('\n')).toMatch(/5 stuck · ended/);
    await workbench.screenshot('debug-c-ended');
  });
});
