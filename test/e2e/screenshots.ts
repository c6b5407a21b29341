import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { NODE, ROOT } from '../../scripts/lib/paths.ts';
import { changeConfigurations, useEditor, type Theme } from './editor.js';
import { Program } from './programs.js';

/** Not a test: takes the pictures of the README. `npm run screenshots` runs it. */
describe('pictures of the README', () => {
  let base = 0;
  let client: Program | undefined;
  beforeAll(async () => {
    base = await freePorts(3);
  });
  afterAll(() => client?.stop());
  const editor = useEditor((folder) => {
    changeConfigurations(folder, (configuration) => ({ ...configuration, env: { PORT: String(base) } }));
  });
  beforeEach(async () => {
    await editor().workbench.page.setViewportSize({ width: 1100, height: 720 });
  });

  /** Takes one picture in each theme. */
  async function picture(name: string, show: () => Promise<void>): Promise<void> {
    const { page } = editor().workbench;
    for (const theme of ['dark', 'light'] satisfies Theme[]) {
      await editor().theme(theme);
      await show();
      await page.screenshot({ path: join(ROOT, 'media/screenshots', `${name}-${theme}.png`) });
      await page.keyboard.press('Escape');
    }
  }

  test('the squiggle and what the hover says', async () => {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    await workbench.closeSideBar();
    await workbench.goTo(56);
    await picture('squiggle', async () => {
      const hover = await workbench.hover(workbench.squiggles.first());
      await hover.getByText('Quick Fix…').or(hover.getByText('Quick Fix...')).first().waitFor();
    });
  });

  test('the fixes behind the lightbulb', async () => {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    await picture('fix', async () => {
      await workbench.goTo(1);
      await workbench.nextProblem();
      await workbench.codeActions();
    });
  });

  test('the view of the stuck sockets', async () => {
    const { workbench } = editor();
    await workbench.open('node/server.ts');
    await workbench.press('F5');
    await workbench.debugOutput('listening');
    await workbench.showRunAndDebug();
    const view = workbench.view('CLOSE_WAIT Sockets');
    await view.expand();
    await workbench.widenSideBar(440);
    client = new Program(NODE, [join(editor().folder, 'node/client.ts')], { PORT: String(base) });
    await client.printed('15 peers have half-closed');
    await view.rows.filter({ hasText: 'server.ts:' }).nth(2).waitFor();
    await workbench.closePanel();
    await workbench.page.mouse.move(900, 500);
    await picture('sockets', () => view.rows.first().waitFor());
  });
});
