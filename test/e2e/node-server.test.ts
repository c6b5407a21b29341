import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { useEditor } from './editor.js';
import { applyPreferredFix, fixAll, savedText } from './fixing.js';
import { runNodeServers, typeCheck } from './programs.js';

/** The lines, from 1, of the statement that declares a server of the example. */
function linesOf(text: string, server: string): { first: number; last: number } {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`const ${server} = `));
  const next = lines.findIndex((line, index) => index > first && /^(\/\*\*|function )/.test(line));
  return { first: first + 1, last: next };
}

/** The line, from 1, that a row of the Problems panel names. */
function lineOf(row: string): number {
  return Number(/Ln (\d+)/.exec(row)?.[1]);
}

describe('examples/node/server.ts', () => {
  const editor = useEditor();

  test('4: opened, each of the three servers has its squiggle', async () => {
    const { workbench } = editor();
    await workbench.open('node/server.ts');
    await workbench.waitForSquiggles(3);
    await workbench.screenshot('node-squiggles');
    const text = readFileSync(editor().path('node/server.ts'), 'utf8');
    const lines = (await workbench.problems()).map(lineOf);
    for (const server of ['echo', 'ticker', 'relay']) {
      const { first, last } = linesOf(text, server);
      expect(
        lines.filter((line) => line >= first && line <= last),
        server,
      ).toHaveLength(1);
    }
  });

  test('4: the clients, which close what they open, have none', async () => {
    const { workbench } = editor();
    for (const client of ['c/client.c', 'node/client.ts']) {
      await workbench.open(client);
      await workbench.open('node/server.ts');
      await workbench.waitForSquiggles(3);
      await workbench.open(client);
      await workbench.waitForSquiggles(0);
    }
    await workbench.open('node/server.ts');
    await workbench.waitForSquiggles(3);
  });

  test('4: the hover says what happens and links to the rule', async () => {
    const { workbench } = editor();
    await workbench.open('node/server.ts');
    const hover = await workbench.hover(workbench.squiggles.first());
    await workbench.screenshot('node-hover');
    expect(await hover.innerText()).toMatch(/handle-eof|no-unread-socket|no-unpaired-pipe/);
  });

  test('4: a fix takes one squiggle away; undo restores the text in one step', async () => {
    const { workbench } = editor();
    await workbench.open('node/server.ts');
    await workbench.waitForSquiggles(3);
    const file = editor().path('node/server.ts');
    const original = readFileSync(file, 'utf8');
    await applyPreferredFix(workbench, 'node-lightbulb');
    expect(await savedText(workbench, file)).not.toBe(original);
    await workbench.press('Control+Z');
    await workbench.waitForSquiggles(3);
    expect(await savedText(workbench, file)).toBe(original);
  });

  test('4: unfixed it leaves fifteen connections in CLOSE_WAIT; with the preferred fixes it type-checks and leaves none', async () => {
    const { workbench, folder, pristine } = editor();
    expect(await runNodeServers(pristine, 15)).toBe(15);
    await workbench.open('node/server.ts');
    await workbench.waitForSquiggles(3);
    const titles = await fixAll(workbench);
    expect(titles).toHaveLength(3);
    await workbench.screenshot('node-fixed');
    await workbench.save();
    await typeCheck(editor().path('node/server.ts'));
    expect(await runNodeServers(folder, 0)).toBe(0);
  });
});
