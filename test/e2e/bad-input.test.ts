import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changeConfigurations, useEditor } from './editor.js';
import { minifiedServer } from './minified.js';

/** Bytes that no compiler would read, with the words in them that make a file interesting. */
function binary(): Buffer {
  const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256);
  return Buffer.concat([noise, Buffer.from('accept(read(close(socket('), noise]);
}

/** A whole function that forgets its socket, and the start of another. */
const HALF_TYPED = `
int again(int listener)
{
    char byte;
    int fd = accept(listener, NULL, NULL);
    while (read(fd, &byte, 1) > 0)
        ;
    return 0;
}
${'\n'.repeat(40)}
int half(void)
{
    if (`;

describe('bad input', () => {
  const editor = useEditor((folder) => {
    writeFileSync(join(folder, 'c/binary.c'), binary());
    writeFileSync(join(folder, 'node/minified.js'), minifiedServer(5_000_000));
    copyFileSync(join(folder, 'c/server.c'), join(folder, 'c/gone.c'));
    writeFileSync(join(folder, 'node/at-once.ts'), 'process.exit(0);\n');
    changeConfigurations(folder, (configuration) =>
      configuration['name'] === 'Node client'
        ? { ...configuration, name: 'At once', program: '${workspaceFolder}/node/at-once.ts' }
        : configuration,
    );
  });

  /** The editor still finds what it found before, and has told no error. */
  async function stillAtWork(): Promise<void> {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    await expect.poll(() => workbench.squiggles.count()).toBeGreaterThan(0);
    expect(await workbench.notifications.allInnerTexts()).toEqual([]);
  }

  test('a binary file named .c has no findings and does no harm', async () => {
    const { workbench } = editor();
    await workbench.openBinary('c/binary.c');
    await stillAtWork();
    await workbench.openBinary('c/binary.c');
    await workbench.waitForSquiggles(0);
  });

  test('a minified file of 5 MB has no findings and holds nothing up', async () => {
    const { workbench } = editor();
    await workbench.open('node/minified.js');
    await stillAtWork();
    await workbench.open('node/minified.js');
    await workbench.waitForSquiggles(0);
    await workbench.screenshot('bad-minified');
  });

  test('a half-typed file is answered for what can be understood of it', async () => {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    const found = async (): Promise<number> => (await workbench.problems()).length;
    await expect.poll(found).toBeGreaterThan(0);
    const before = await found();
    await workbench.editor.click();
    await workbench.press('Control+End');
    await workbench.page.keyboard.insertText(HALF_TYPED);
    await expect.poll(found).toBeGreaterThan(before);
    await workbench.command('File: Revert File');
    await expect.poll(found).toBe(before);
  });

  test('a file deleted while it is open does no harm', async () => {
    const { workbench } = editor();
    await workbench.open('c/gone.c');
    await expect.poll(() => workbench.squiggles.count()).toBeGreaterThan(0);
    rmSync(editor().path('c/gone.c'));
    await workbench.page
      .locator('.tab', { hasText: 'gone.c' })
      .locator('.strikethrough')
      .waitFor({ state: 'attached' });
    await stillAtWork();
  });

  test('a program that exits at once leaves a view that says so', async () => {
    const { workbench } = editor();
    await workbench.debug('At once');
    await workbench.debugOutput('at-once.ts');
    await workbench.debugToolbar.waitFor({ state: 'hidden' });
    await workbench.showRunAndDebug();
    const view = workbench.view('CLOSE_WAIT Sockets');
    await view.expand();
    await view.message.first().waitFor();
    expect(await view.texts()).toEqual([]);
    await workbench.screenshot('bad-exit-at-once');
    expect(await workbench.notifications.allInnerTexts()).toEqual([]);
  });

  test('a crash of the language server restarts it and says so', async () => {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    await expect.poll(() => workbench.squiggles.count()).toBeGreaterThan(0);
    const [pid] = await editor().processes('dist/server.js');
    if (pid === undefined) throw new Error('No language server runs.');
    process.kill(pid, 'SIGKILL');
    await workbench.notifications
      .filter({ hasText: /Closewait.*(crash|stopped|ended).*restart/i })
      .first()
      .waitFor();
    await workbench.screenshot('bad-server-crash');
    await expect.poll(() => editor().processes('dist/server.js')).not.toEqual([pid]);
    await workbench.open('node/server.ts');
    await expect.poll(() => workbench.squiggles.count()).toBeGreaterThan(0);
  });
});
