import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { useEditor } from './editor.js';
import { addProgram, lineOf } from './live/fixture.js';
import { Peers } from './live/peers.js';

const PROGRAM = 'stopping.ts';
const SOON = { timeout: 30_000 };

describe('a program that closes, but cannot at the moment', () => {
  let port = 0;
  const peers = new Peers();
  beforeAll(async () => {
    port = await freePorts(1);
  });
  afterAll(() => {
    peers.leave();
  });
  const editor = useEditor((folder) => {
    addProgram(folder, PROGRAM, { PORT: String(port) });
  });
  const view = () => editor().workbench.view('CLOSE_WAIT Sockets');
  const texts = async (): Promise<string> => (await view().texts()).join('\n');
  const row = (count: number, words: string): RegExp =>
    new RegExp(`^stopping\\.ts:${lineOf(PROGRAM, 'handles')} ${count} · (\\+\\d+/min · )?${words}`, 'm');

  async function noneStuck(): Promise<void> {
    await expect
      .poll(() => view().message.allInnerTexts(), SOON)
      .toContainEqual(expect.stringContaining('No socket is stuck'));
  }

  test('at a breakpoint its rows say so, under the line that handles them', async () => {
    const { workbench } = editor();
    await workbench.open(PROGRAM);
    await workbench.goTo(lineOf(PROGRAM, 'breakpoint'));
    await workbench.press('F9');
    await workbench.debug(PROGRAM);
    await workbench.debugOutput('ready');
    await workbench.showRunAndDebug();
    await view().expand();
    await workbench.widenSideBar(560);
    const early = await peers.open(port, 2);
    await peers.halfClose(port, 1, 'stop\n');
    await workbench.page.locator('.debug-toolbar .codicon-debug-continue').waitFor();
    for (const socket of early) socket.end();
    await peers.halfClose(port, 4);
    await view().expand();
    await expect.poll(texts, SOON).toMatch(row(3, 'stopped by the debugger, end not read yet'));
    await expect.poll(texts, SOON).toMatch(/^Not accepted yet 4$/m);
    await workbench.screenshot('live-breakpoint');
  });

  test('continued, it closes them all', async () => {
    const { workbench } = editor();
    await workbench.press('F5');
    await noneStuck();
    await workbench.screenshot('live-breakpoint-continued');
  });

  test('busy in one loop its rows say that', async () => {
    const { workbench } = editor();
    const early = await peers.open(port, 2);
    await peers.halfClose(port, 1, 'work\n');
    await workbench.debugOutput('working');
    for (const socket of early) socket.end();
    await expect.poll(texts, SOON).toMatch(row(3, 'event loop busy, end not read yet'));
    await workbench.screenshot('live-busy');
    await workbench.evaluate('globalThis.idle = true');
    await noneStuck();
  });

  test('suspended it does not answer, and that is said', async () => {
    const { workbench } = editor();
    const early = await peers.open(port, 3);
    const [pid] = await editor().processes(PROGRAM);
    if (pid === undefined) throw new Error('The program does not run.');
    process.kill(pid, 'SIGSTOP');
    try {
      for (const socket of early) socket.end();
      await expect.poll(texts, SOON).toMatch(/^The program does not answer the debugger 3$/m);
      await workbench.screenshot('live-suspended');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await noneStuck();
  });
});
