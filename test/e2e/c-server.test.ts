import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULE_IDS } from '../../src/shared/rule-id.js';
import { useEditor } from './editor.js';
import { applyPreferredFix, fixAll, savedText } from './fixing.js';
import { runCServer } from './programs.js';

/** The line, from 1, that has a text. */
function lineWith(file: string, code: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(code)) + 1
  );
}

describe('examples/c/server.c', () => {
  const editor = useEditor();

  test('2: opened, it has a squiggle at the socket that is never closed', async () => {
    const { workbench } = editor();
    await workbench.open('c/server.c');
    await expect.poll(() => workbench.squiggles.count()).toBeGreaterThan(0);
    await workbench.screenshot('c-squiggle');
    expect((await workbench.problems()).join('\n')).toContain('connfd');
  });

  test('2: the hover says what happens and what to do, where, and links to the rule', async () => {
    const { workbench } = editor();
    const hover = await workbench.hover(workbench.squiggles.first());
    await workbench.screenshot('c-hover');
    const text = await hover.innerText();
    expect(text).toContain('connfd');
    expect(text).toMatch(/close/i);
    expect(text).toMatch(new RegExp(RULE_IDS.join('|')));
    const places = [...text.matchAll(/server\.c\((\d+), \d+\): (.+)/g)].map(([, line, words]) => [
      Number(line),
      words,
    ]);
    const line = (code: string): number => lineWith(editor().path('c/server.c'), code);
    expect(places).toContainEqual([line('accept('), expect.stringMatching(/accept|open/i)]);
    expect(places).toContainEqual([line('n == 0'), expect.stringMatching(/EOF is tested/)]);
    expect(places).toContainEqual([line('accept('), expect.stringMatching(/loop goes on/)]);
    expect(
      await hover.locator('a[href*="handle-eof"], a[href*="close-on-every-path"], .code-link').count(),
    ).toBe(1);
  });

  test('3: the preferred fix takes the squiggle away; undo restores the text in one step; redo repeats it', async () => {
    const { workbench } = editor();
    const file = editor().path('c/server.c');
    const original = readFileSync(file, 'utf8');
    const count = await workbench.squiggles.count();
    const title = await applyPreferredFix(workbench, 'c-lightbulb');
    expect(title).toMatch(/close/i);
    await workbench.screenshot('c-fixed');
    const once = await savedText(workbench, file);
    expect(once).toMatch(/close\(connfd\);/);

    await workbench.press('Control+Z');
    await workbench.waitForSquiggles(count);
    expect(await savedText(workbench, file)).toBe(original);

    await workbench.press('Control+Y');
    await expect.poll(() => workbench.squiggles.count()).toBeLessThan(count);
    expect(await savedText(workbench, file)).toBe(once);
  });

  test('3: unfixed it leaves five of five half-closed connections in CLOSE_WAIT, fixed none', async () => {
    const { workbench, folder, pristine } = editor();
    expect(await runCServer(pristine, 5)).toBe(5);
    await fixAll(workbench);
    await workbench.save();
    expect(await runCServer(folder, 0)).toBe(0);
  });
});
