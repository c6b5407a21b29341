import { describe, expect, test } from 'vitest';
import { useEditor } from './editor.js';

describe('the packaged extension', () => {
  const editor = useEditor();

  test('is listed among the installed extensions', async () => {
    const { page } = editor().workbench;
    await editor().workbench.command('Extensions: Show Installed Extensions');
    await page.locator('.extension-list-item .name', { hasText: 'Closewait' }).waitFor();
    await editor().workbench.screenshot('extension-listed');
  });

  test('activates when a C file is opened, and not before', async () => {
    const { workbench } = editor();
    expect(await workbench.runningExtensions()).not.toContain('Closewait');
    await workbench.open('c/server.c');
    await expect.poll(() => workbench.runningExtensions()).toContain('Closewait');
  });
});
