import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { changeConfigurations, useEditor } from './editor.js';
import { Parts } from './live/parts.js';
import { compile, listening, Program, stuck } from './programs.js';

const SOON = { timeout: 45_000 };

describe('a C program under lldb-dap', () => {
  let port = 0;
  const clients: Program[] = [];
  beforeAll(async () => {
    port = await freePorts(1);
  });
  afterAll(async () => {
    for (const client of clients) await client.stop();
  });
  const editor = useEditor((folder) => {
    changeConfigurations(folder, (configuration) =>
      configuration['type'] === 'lldb-dap' ? { ...configuration, env: [`PORT=${port}`] } : configuration,
    );
  });
  const parts = () => new Parts(editor().workbench.page);
  const view = () => editor().workbench.view('CLOSE_WAIT Sockets');
  const site = (count: number) =>
    view().rows.filter({ hasText: new RegExp(`server\\.c:\\d+\\s*${count} · `) });

  async function clientsOf(count: number): Promise<void> {
    const binary = await compile(editor().path('c/client.c'), editor().path('c'));
    await expect.poll(() => listening(port), SOON).toBe(true);
    const client = new Program(binary, [String(count)], { PORT: String(port) });
    clients.push(client);
    await client.printed(`${count} half-closed`);
  }

  test('logs where its sockets are opened, when asked to', async () => {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    await workbench.debug('C server');
    await workbench.debugToolbar.waitFor({ timeout: 60_000 });
    await workbench.showRunAndDebug();
    await view().expand();
    await workbench.widenSideBar(560);
    await clientsOf(2);
    await expect.poll(() => site(2).count(), SOON).toBe(1);
    await parts().menu(site(2), 'Log Opens', (timeout) =>
      parts().notices.filter({ hasText: 'Opened sockets are logged by 1 logpoint' }).waitFor({ timeout }),
    );
    await clientsOf(3);
    await workbench.debugOutput('Closewait: descriptor');
    await expect.poll(() => site(5).count(), SOON).toBe(1);
    const opened = workbench.page.locator('.monaco-hover').filter({ hasText: /Opened\s*\d+ s ago/ });
    await expect
      .poll(async () => {
        await site(5).hover();
        await view().rows.last().hover();
        return opened.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      }, SOON)
      .toBe(true);
    await workbench.screenshot('live-native-opened');
    await workbench.command('Closewait: Stop Logging Opens');
  });

  test('has a socket closed only while it is stopped', async () => {
    const { workbench } = editor();
    const row = view()
      .rows.filter({ hasText: `127.0.0.1:${port}` })
      .first();
    await parts().menu(row, 'Close This Socket…', (timeout) =>
      parts().notices.filter({ hasText: 'only while it is stopped' }).waitFor({ timeout }),
    );
    await workbench.press('F6');
    await workbench.page.locator('.debug-toolbar .codicon-debug-continue').waitFor();
    await parts().menu(row, 'Close This Socket…', (timeout) =>
      parts().dialog.getByText('This does not fix the leak').waitFor({ timeout }),
    );
    await workbench.screenshot('live-native-closing');
    await parts().dialog.getByRole('button', { name: 'Close This Socket' }).click();
    await expect.poll(() => stuck(port), SOON).toBe(4);
    await expect.poll(() => site(4).count(), SOON).toBe(1);
    await workbench.press('F5');
    await workbench.page.locator('.debug-toolbar .codicon-debug-pause').waitFor();
  });

  test('restarted in its session, its new process is looked at', async () => {
    const { workbench } = editor();
    const texts = async (): Promise<string> => (await view().texts()).join('\n');
    const pid = async (): Promise<string | undefined> =>
      /^C server 2 stuck.*pid (\d+)$/m.exec(await texts())?.[1];
    const before = /pid (\d+)/.exec(await texts())?.[1];
    await workbench.press('Control+Shift+F5');
    await expect.poll(() => stuck(port), SOON).toBe(0);
    await clientsOf(2);
    await expect.poll(pid, SOON).toBeDefined();
    expect(await pid()).not.toBe(before);
    await workbench.stopDebugging();
  });
});
