import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { NODE } from '../../scripts/lib/paths.ts';
import { useEditor } from './editor.js';
import { addConfiguration, programPath } from './live/fixture.js';
import { Peers } from './live/peers.js';
import { Program } from './programs.js';

const SOON = { timeout: 45_000 };

/** Another boot of another host, as far as a program can see: namespaces of its own need rights. */
const ELSEWHERE = 'hostname build-7 && mount --bind "$0" /proc/sys/kernel/random/boot_id && exec "$@"';

const cannot = spawnSync('unshare', ['-mu', 'sh', '-c', ELSEWHERE, '/dev/null', 'true']).status !== 0;

describe.skipIf(cannot)('a program on another host', () => {
  const ports = { program: 0, inspector: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'closewait-remote-'));
  const peers = new Peers();
  let program: Program | undefined;
  beforeAll(async () => {
    ports.program = await freePorts(1);
    ports.inspector = await freePorts(1);
  });
  afterAll(async () => {
    peers.leave();
    await program?.stop();
    rmSync(folder, { recursive: true });
  });
  const editor = useEditor((copy) => {
    const at = { address: '127.0.0.1', port: ports.inspector };
    addConfiguration(copy, { name: 'elsewhere', type: 'node', request: 'attach', ...at });
  });

  test('shows its sockets as Node.js sees them, and no process of this host', async () => {
    const boot = join(folder, 'boot_id');
    writeFileSync(boot, '11111111-2222-3333-4444-555555555555\n');
    const command = [NODE, `--inspect=127.0.0.1:${ports.inspector}`, programPath('one-port.ts')];
    const env = { PORT: String(ports.program), LEAK: '1' };
    program = new Program('unshare', ['-mu', 'sh', '-c', ELSEWHERE, boot, ...command], env);
    await program.printed('ready');
    await peers.halfClose(ports.program, 3);
    const { workbench } = editor();
    await workbench.open('node/server.ts');
    await workbench.debug('elsewhere');
    await workbench.debugToolbar.waitFor({ timeout: 60_000 });
    await workbench.showRunAndDebug();
    const view = workbench.view('CLOSE_WAIT Sockets');
    await view.expand();
    await workbench.widenSideBar(560);
    const texts = async (): Promise<string> => (await view.texts()).join('\n');
    await expect
      .poll(texts, SOON)
      .toMatch(/^Remote Process 3 stuck · (\+\d+\/min · )?as Node\.js sees it, on build-7$/m);
    await expect.poll(texts, SOON).toMatch(/^one-port\.ts:\d+ 3 · (\+\d+\/min · )?end seen/m);
    await expect
      .poll(() => view.message.allInnerTexts(), SOON)
      .toContainEqual(expect.stringContaining('runs on build-7: its sockets are shown as Node.js'));
    expect(await texts()).not.toContain('pid ');
    await workbench.screenshot('live-remote');
    await workbench.stopDebugging();
  });
});
