import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { again } from './again.js';
import { useEditor } from './editor.js';
import { addProgram, lineOf } from './live/fixture.js';
import { Parts } from './live/parts.js';
import { Peers } from './live/peers.js';

const PROGRAM = 'unref.ts';
const SOON = { timeout: 30_000 };

describe('sockets that Node.js does not list', () => {
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

  test('are said to be so, and explained after a search of the heap', async () => {
    const { workbench } = editor();
    const view = workbench.view('CLOSE_WAIT Sockets');
    const texts = async (): Promise<string> => (await view.texts()).join('\n');
    await workbench.open(PROGRAM);
    await workbench.debug(PROGRAM);
    await workbench.debugOutput('ready');
    await workbench.showRunAndDebug();
    await view.expand();
    await workbench.widenSideBar(560);
    await peers.halfClose(port, 2);
    await expect.poll(texts, SOON).toContain('Not among the active handles of Node.js');
    await workbench.screenshot('live-heap-before');
    const site = view.rows.filter({ hasText: 'Not among the active handles' }).first();
    const found = new RegExp(`^unref\\.ts:${lineOf(PROGRAM, 'hidden')} 2 · (\\+\\d+/min · )?end seen`, 'm');
    await again(
      async () => {
        await site.hover({ timeout: 10_000 });
        await site.getByRole('button', { name: 'Find in the Program' }).click({ timeout: 10_000 });
      },
      (timeout) => expect.poll(texts, { timeout }).toMatch(found),
    );
    await workbench.screenshot('live-heap-after');
    expect(await new Parts(workbench.page).notices.count()).toBe(0);
  });
});
