import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { NODE } from '../../scripts/lib/paths.ts';
import { changeConfigurations, useEditor } from './editor.js';
import { portsFrom, Program, stuck } from './programs.js';

describe('F5 on examples/node/server.ts', () => {
  let base = 0;
  // The icon of Run and Debug counts the running sessions too.
  let sessions = 0;
  let client: Program | undefined;
  beforeAll(async () => {
    base = await freePorts(3);
  });
  afterAll(() => client?.stop());
  const editor = useEditor((folder) => {
    changeConfigurations(folder, (configuration) => ({ ...configuration, env: { PORT: String(base) } }));
  });

  test('5: rows appear within 2 s of the FINs, with peer, age, descriptor, unread bytes and local address', async () => {
    const { workbench } = editor();
    await workbench.open('node/server.ts');
    await workbench.press('F5');
    await workbench.debugToolbar.waitFor();
    await workbench.showRunAndDebug();
    const view = workbench.view('CLOSE_WAIT Sockets');
    await view.expand();
    await workbench.debugOutput(`listening on 127.0.0.1, ports ${base} to ${base + 2}`);
    await workbench.screenshot('debug-node-started');

    sessions = await workbench.steadyBadge('Run and Debug');
    client = new Program(NODE, [join(editor().folder, 'node/client.ts')], { PORT: String(base) });
    await client.printed('15 peers have half-closed');
    const closed = Date.now();
    await expect.poll(() => workbench.badge('Run and Debug')).toBe(String(sessions + 15));
    console.log(`from the FINs to the rows: ${Date.now() - closed} ms`);
    await workbench.screenshot('debug-node-rows');
    const echo = new RegExp(
      `^127\\.0\\.0\\.1:\\d+ (≥ )?\\d+ m?s · fd \\d+ · \\d+ B unread · 127\\.0\\.0\\.1:${base}$`,
    );
    await expect.poll(() => view.texts()).toHaveLength(1 + 3 + 15);
    expect((await view.texts()).filter((text) => echo.test(text))).toHaveLength(5);
    expect(await stuck(...portsFrom(base))).toBe(15);
  });

  test('5: rows vanish when their sockets close', async () => {
    const { workbench } = editor();
    await workbench.evaluate(
      `process._getActiveHandles().filter((handle) => handle.localPort === ${base} && handle.remotePort).forEach((socket) => socket.destroy())`,
    );
    await expect.poll(() => workbench.badge('Run and Debug')).toBe(String(sessions + 10));
    const view = workbench.view('CLOSE_WAIT Sockets');
    const ofEcho = async (): Promise<string[]> =>
      (await view.texts()).filter((text) => text.endsWith(`127.0.0.1:${base}`));
    await expect.poll(ofEcho).toEqual([]);
  });

  test('5: after the session the last picture stays, marked as ended', async () => {
    const { workbench } = editor();
    await workbench.stopDebugging();
    const view = workbench.view('CLOSE_WAIT Sockets');
    await expect.poll(async () => (await view.texts()).join('\n')).toMatch(/10 stuck · ended/);
    await workbench.screenshot('debug-node-ended');
  });
});
