import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULE_IDS } from '../../src/shared/rule-id.js';
import { useEditor } from './editor.js';
import { savedText } from './fixing.js';

/** A socket that one way out leaves open: found by one rule, whatever the examples become. */
const SOURCE = `#include <sys/socket.h>
#include <unistd.h>

int greet(int listener, int quiet)
{
\tint client = accept(listener, 0, 0);
\tif (client < 0)
\t\treturn -1;
\tif (quiet)
\t\treturn 0;
\twrite(client, "hello", 5);
\tclose(client);
\treturn 0;
}
`;

const RULE = 'close-on-every-path';

describe('linting', () => {
  const editor = useEditor((folder) => {
    writeFileSync(join(folder, 'c/greet.c'), SOURCE);
    writeFileSync(join(folder, 'c/minified.c'), `int f(void){${'accept(socket(1,2,3),0,0);'.repeat(500)}}`);
  });

  test('the lightbulb offers the repairs, then silence for a line and for the file, then the page', async () => {
    const { workbench } = editor();
    await workbench.open('c/greet.c');
    await workbench.waitForSquiggles(1);
    await workbench.nextProblem();
    const titles = (await (await workbench.codeActions()).allInnerTexts()).map((title) => title.trim());
    await workbench.screenshot('lint-menu');
    await workbench.press('Escape');
    expect(titles.slice(-3)).toEqual([
      `Disable ${RULE} for this line`,
      `Disable ${RULE} for this file`,
      `Show the page on ${RULE}`,
    ]);
    expect(titles.length).toBeGreaterThan(3);
  });

  test('a comment with the indentation of its line silences the rule, and undo brings it back', async () => {
    const { workbench } = editor();
    await workbench.nextProblem();
    const entries = await workbench.codeActions();
    await entries.filter({ hasText: 'for this line' }).click();
    await workbench.waitForSquiggles(0);
    const text = await savedText(workbench, editor().path('c/greet.c'));
    expect(text).toMatch(/\n(\t+)\/\* eslint-disable-next-line closewait\/close-on-every-path \*\/\n\1\S/);
    await workbench.press('Control+Z');
    await workbench.waitForSquiggles(1);
    expect(await savedText(workbench, editor().path('c/greet.c'))).toBe(SOURCE);
  });

  test('a setting switches the rule off and on while the editor runs', async () => {
    const { workbench } = editor();
    const settings = (rules: Readonly<Record<string, string>>): void => {
      writeFileSync(editor().path('.vscode/settings.json'), JSON.stringify({ 'closewait.rules': rules }));
    };
    settings({ [RULE]: 'off' });
    await workbench.waitForSquiggles(0);
    settings({ [RULE]: 'information' });
    await expect.poll(() => workbench.editor.locator('.squiggly-info').count()).toBe(1);
    settings({});
    await expect.poll(() => workbench.editor.locator('.squiggly-info').count()).toBe(0);
    await workbench.waitForSquiggles(1);
  });

  test('on save, when the user says so, everything that keeps the behaviour is fixed', async () => {
    const { workbench } = editor();
    const onSave = { 'editor.codeActionsOnSave': { 'source.fixAll.closewait': 'explicit' } };
    writeFileSync(editor().path('.vscode/settings.json'), JSON.stringify(onSave));
    writeFileSync(editor().path('c/on-save.c'), SOURCE);
    await workbench.open('c/on-save.c');
    await workbench.waitForSquiggles(1);
    await workbench.press('Control+End');
    await workbench.page.keyboard.type('// end');
    expect(await savedText(workbench, editor().path('c/on-save.c'))).toMatch(
      /if \(quiet\) \{\s+close\(client\);\s+return 0;\s+\}[^]*\/\/ end$/,
    );
    await workbench.waitForSquiggles(0);
    writeFileSync(editor().path('.vscode/settings.json'), '{}');
    await workbench.open('c/greet.c');
  });

  test('the language status counts the findings, and says why a file is left out', async () => {
    const { workbench } = editor();
    const { page } = workbench;
    const status = async (): Promise<string> => {
      await page.locator('[id="status.languageStatus"]').first().hover();
      const hover = page.locator('.hover-language-status', { hasText: 'Closewait' });
      const text = await hover.first().innerText();
      await page.mouse.move(700, 100);
      return text;
    };
    await expect.poll(status).toMatch(/1 finding in <?\d+ ms/);
    await workbench.open('c/minified.c');
    await expect.poll(status).toContain('the file looks minified');
    await workbench.screenshot('lint-status');
  });

  test("the code in the hover opens the rule's page as a preview", async () => {
    const { workbench } = editor();
    await workbench.open('c/greet.c');
    await workbench.waitForSquiggles(1);
    const hover = await workbench.hover(workbench.squiggles.first());
    await hover.locator('.code-link').click();
    await workbench.page.locator('.tab.active', { hasText: RULE }).waitFor();
    const page = workbench.page.frameLocator('iframe.webview').frameLocator('iframe');
    await page.locator('h1', { hasText: RULE }).waitFor();
    await workbench.screenshot('lint-page');
  });

  test('every page can be opened by command', async () => {
    const { workbench } = editor();
    await workbench.open('c/greet.c');
    await workbench.command('Closewait: Open Rule Page');
    await workbench.picks.nth(RULE_IDS.length - 1).waitFor();
    expect(await workbench.picks.allInnerTexts()).toEqual([...RULE_IDS]);
    await workbench.pick('consume-response');
    await workbench.page.locator('.tab.active', { hasText: 'consume-response' }).waitFor();
  });

  test('the file on disk is as it was', () => {
    expect(readFileSync(editor().path('c/greet.c'), 'utf8')).toBe(SOURCE);
  });
});
