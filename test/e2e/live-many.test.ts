import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { again } from './again.js';
import { useEditor } from './editor.js';
import { addProgram } from './live/fixture.js';
import { Parts } from './live/parts.js';
import { Peers } from './live/peers.js';

const MANY = 2_000;
const SOON = { timeout: 60_000 };

describe('two thousand stuck sockets', () => {
  let port = 0;
  const peers = new Peers();
  beforeAll(async () => {
    port = await freePorts(1);
  });
  afterAll(() => {
    peers.leave();
  });
  const editor = useEditor((folder) => {
    addProgram(folder, 'one-port.ts', { PORT: String(port), LEAK: '1' });
  });
  const view = () => editor().workbench.view('CLOSE_WAIT Sockets');

  async function texts(): Promise<string> {
    return (await view().texts()).join('\n');
  }

  test('are counted, grouped and told of, with the time until the descriptors are used up', async () => {
    const { workbench } = editor();
    await workbench.open('one-port.ts');
    await workbench.debug('one-port.ts');
    await workbench.debugOutput('ready');
    for (let opened = 0; opened < MANY; opened += 200) await peers.halfClose(port, 200);
    const notices = new Parts(workbench.page).notices;
    await notices.filter({ hasText: /\d+ sockets of one-port\.ts stay in CLOSE_WAIT/ }).waitFor(SOON);
    await workbench.screenshot('live-many-notice');
    await workbench.page
      .locator('.notification-list-item')
      .getByRole('button', { name: 'Show', exact: true })
      .click();
    await expect.poll(texts, SOON).toMatch(new RegExp(`^one-port\\.ts ${MANY} stuck`, 'm'));
    await expect.poll(texts, SOON).toMatch(new RegExp(`^one-port\\.ts:\\d+ ${MANY} · .*end seen`, 'm'));
  });

  test('do not hold up the editor, unfolded neither', async () => {
    const { workbench } = editor();
    const unfold = async (): Promise<void> => {
      await view()
        .rows.filter({ hasText: `${MANY} · ` })
        .click();
      await workbench.press('ArrowRight');
    };
    await again(unfold, (timeout) =>
      expect.poll(() => view().texts(), { timeout }).toContainEqual(expect.stringMatching(/ · fd \d+ · /)),
    );
    const start = Date.now();
    await workbench.open('c/server.c');
    await workbench.goTo(3);
    await workbench.page.keyboard.type('int live;');
    await expect.poll(() => workbench.editor.innerText(), SOON).toMatch(/int\slive;/);
    console.log(`opened a file and typed while ${MANY} rows were shown: ${Date.now() - start} ms`);
    await workbench.press('Control+Z');
    await workbench.screenshot('live-many');
  });

  test('stay as the last picture when the program ends', async () => {
    const { workbench } = editor();
    await workbench.stopDebugging();
    await expect.poll(texts, SOON).toMatch(new RegExp(`^one-port\\.ts ${MANY} stuck · ended`, 'm'));
  });
});
