import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { NODE } from '../../scripts/lib/paths.ts';
import { useEditor } from './editor.js';
import { addConfiguration, addProgram, lineOf, programPath } from './live/fixture.js';
import { Parts } from './live/parts.js';
import { Peers } from './live/peers.js';
import { outcome, probe } from './live/probing.js';
import { Program } from './programs.js';

const SOON = { timeout: 45_000 };

describe('which processes are looked at', () => {
  const ports = { cluster: 0, leaking: 0, closing: 0, attached: 0, inspector: 0, picked: 0 };
  const peers = new Peers();
  const programs: Program[] = [];
  beforeAll(async () => {
    for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePorts(2);
  });
  afterAll(async () => {
    peers.leave();
    for (const program of programs) await program.stop();
  });
  const editor = useEditor((folder) => {
    addProgram(folder, 'cluster.ts', { PORT: String(ports.cluster) });
    addProgram(folder, 'one-port.ts', { PORT: String(ports.leaking), LEAK: '1' }, 'leaking');
    addProgram(folder, 'one-port.ts', { PORT: String(ports.closing) }, 'closing');
    const attach = {
      name: 'attach',
      type: 'node',
      request: 'attach',
      address: '127.0.0.1',
      port: ports.inspector,
    };
    addConfiguration(folder, attach);
  });
  const parts = () => new Parts(editor().workbench.page);
  const view = () => editor().workbench.view('CLOSE_WAIT Sockets');

  async function texts(): Promise<string> {
    return (await view().texts()).join('\n');
  }

  test('without a program the view offers one button for each way on', async () => {
    const { workbench } = editor();
    await workbench.open('one-port.ts');
    await workbench.debug('closing');
    await workbench.debugOutput('ready');
    await workbench.showRunAndDebug();
    await view().expand();
    await workbench.widenSideBar(560);
    await expect
      .poll(() => view().message.allInnerTexts(), SOON)
      .toContainEqual(expect.stringContaining('No socket is stuck in CLOSE_WAIT.'));
    await workbench.screenshot('live-none-stuck');
  });

  test('the probe finds that a program which closes does close', async () => {
    await probe(editor().workbench, ports.closing);
    await outcome(editor().workbench, ports.closing, 'All 5 connections closed in');
    await editor().workbench.stopDebugging();
  });

  test('the probe finds what a leaking program keeps, and selects a row', async () => {
    const { workbench } = editor();
    await workbench.debug('leaking');
    await workbench.debugOutput('ready');
    await expect
      .poll(() => view().message.allInnerTexts(), SOON)
      .toContainEqual(expect.stringContaining('No socket'));
    await probe(editor().workbench, ports.leaking);
    await outcome(workbench, ports.leaking, '5 of 5 connections stuck in CLOSE_WAIT.');
    await view()
      .rows.and(workbench.page.locator('.selected'))
      .filter({ hasText: `:${ports.leaking}` })
      .waitFor();
    await workbench.screenshot('live-probe');
  });

  test('killed in the middle, its last picture stays', async () => {
    const pid = async (): Promise<number> => Number(/pid (\d+)/.exec(await texts())?.[1]);
    await expect.poll(pid, SOON).toBeGreaterThan(0);
    process.kill(await pid(), 'SIGKILL');
    await expect.poll(texts, SOON).toMatch(/one-port\.ts 5 stuck · ended/);
    await editor().workbench.debugToolbar.waitFor({ state: 'hidden' });
    await expect.poll(texts, SOON).toMatch(/one-port\.ts 5 stuck · ended/);
    await editor().workbench.screenshot('live-killed');
  });

  test('a cluster’s workers and a forked child stand beside each other', async () => {
    const { workbench } = editor();
    await workbench.debug('cluster.ts');
    await workbench.debugOutput(`listens on ${ports.cluster + 1}`);
    const listening = workbench.page.locator('.repl .monaco-list-row', {
      hasText: `listens on ${ports.cluster}`,
    });
    await expect.poll(() => listening.count(), SOON).toBe(2);
    await peers.halfClose(ports.cluster, 8);
    await peers.halfClose(ports.cluster + 1, 2);
    // The cluster hands connections to its workers in turn, but not strictly.
    const line = new RegExp(`^cluster\\.ts:${lineOf('cluster.ts', 'half-open')} (\\d+) · `, 'gm');
    const counts = async (): Promise<number[]> =>
      [...(await texts()).matchAll(line)].map(([, count]) => Number(count));
    await expect.poll(async () => (await counts()).reduce((sum, count) => sum + count, 0), SOON).toBe(10);
    await expect.poll(counts, SOON).toHaveLength(3);
    const owners = async (): Promise<number> =>
      new Set([...(await texts()).matchAll(/ \d+ stuck · .*pid (\d+)$/gm)].map(([, pid]) => pid)).size;
    await expect.poll(owners, SOON).toBe(3);
    await workbench.screenshot('live-cluster');
    await workbench.stopDebugging();
  });

  test('a process that already runs is attached to', async () => {
    const env = { PORT: String(ports.attached), LEAK: '1' };
    const program = new Program(
      NODE,
      [`--inspect=127.0.0.1:${ports.inspector}`, programPath('one-port.ts')],
      env,
    );
    programs.push(program);
    await program.printed('ready');
    await peers.halfClose(ports.attached, 3);
    const { workbench } = editor();
    await workbench.debug('attach');
    await expect.poll(texts, SOON).toMatch(/^node one-port\.ts 3 stuck/m);
    await expect.poll(texts, SOON).toMatch(/^one-port\.ts:\d+ 3 · /m);
    await workbench.stopDebugging();
  });

  test('a process that is not debugged is picked, and dropped', async () => {
    const { workbench } = editor();
    const env = { PORT: String(ports.picked), LEAK: '1' };
    const program = new Program(NODE, [programPath('one-port.ts'), 'picked'], env);
    programs.push(program);
    await program.printed('ready');
    await peers.halfClose(ports.picked, 2);
    await workbench.command('Closewait: Pick Process…');
    await workbench.pick(String(ports.picked), 'node one-port.ts');
    await expect.poll(texts, SOON).toMatch(/^node one-port\.ts 2 stuck · (\+\d+\/min · )?pid \d+/m);
    await workbench.screenshot('live-picked');
    const row = view().rows.filter({ hasText: /node one-port\.ts\s*2 stuck/ });
    await parts().menu(row, 'Stop Watching', (timeout) => row.waitFor({ state: 'hidden', timeout }));
  });
});
