import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Workbench } from './workbench.js';

/** The text that a file has on disk after it was saved. */
export async function savedText(workbench: Workbench, path: string): Promise<string> {
  await workbench.save();
  return readFileSync(path, 'utf8');
}

/**
 * Goes to the next problem and takes the first entry of the lightbulb's menu, which is the preferred fix.
 * Resolves when fewer problems are left; gives the entry's title.
 */
export async function applyPreferredFix(workbench: Workbench, picture?: string): Promise<string> {
  const before = await workbench.squiggles.count();
  await workbench.nextProblem();
  const entry = (await workbench.codeActions()).first();
  const title = await entry.innerText();
  if (picture) await workbench.screenshot(picture);
  await entry.click();
  await expect.poll(() => workbench.squiggles.count()).toBeLessThan(before);
  return title.trim();
}

/** Applies preferred fixes until no problem is left in the visible editor. */
export async function fixAll(workbench: Workbench): Promise<string[]> {
  const titles = [];
  for (let left = await workbench.squiggles.count(); left > 0; left = await workbench.squiggles.count())
    titles.push(await applyPreferredFix(workbench));
  return titles;
}
