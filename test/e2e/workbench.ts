import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { again } from './again.js';
import { artefact } from './artefacts.js';

/** How long something may take that a user would call "soon", on a busy machine. Milliseconds. */
const SOON = 45_000;

/** Turns a text into a pattern that matches it and nothing else. */
function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

/** VS Code's window as a user sees and works it. Every method waits for what it needs. */
export class Workbench {
  constructor(readonly page: Page) {
    page.setDefaultTimeout(SOON);
  }

  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: artefact(`${name}.png`) });
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys);
  }

  // Quick input

  private get quickInput(): Locator {
    return this.page.locator('.quick-input-widget input').first();
  }

  /** Rows of the open quick pick. */
  get picks(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row');
  }

  /** Fills the quick input that is open and takes the first row that has the text. */
  async pick(text: string, row = text, timeout = SOON): Promise<void> {
    await this.quickInput.waitFor({ timeout });
    await this.quickInput.fill(text, { timeout });
    const wanted = this.picks.filter({ hasText: literally(row) }).first();
    await wanted.waitFor({ timeout });
    // The keyboard where it can be: rows move under the mouse while others are still found.
    const [first = ''] = await this.picks.allInnerTexts();
    if (literally(row).test(first)) await this.press('Enter');
    else await wanted.click();
  }

  /** Opens a quick pick by its key and takes a row; a page that just loads takes the focus and closes it: then again. */
  private async pickAfter(keys: string, text: string, row: string): Promise<void> {
    await again(
      () => this.press(keys),
      async (timeout) => {
        try {
          await this.pick(text, row, timeout);
        } catch (error) {
          await this.press('Escape');
          throw error;
        }
      },
    );
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.pickAfter('F1', `>${title}`, title);
  }

  // Editor

  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** Opens a file of the folder by a path below it. */
  async open(path: string): Promise<void> {
    await this.openTab(path);
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** The same for a file that VS Code takes for binary: opens it as text all the same. */
  async openBinary(path: string): Promise<void> {
    await this.openTab(path);
    const anyway = this.page.getByText('Open Anyway');
    await anyway.or(this.editor.locator('.view-line').first()).first().waitFor();
    if (await anyway.isVisible()) {
      await anyway.click();
      await this.pick('Text Editor');
    }
    await this.editor.locator('.view-line').first().waitFor();
  }

  private async openTab(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    await this.pickAfter('Control+P', path, name);
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Puts the cursor at a line and column, both from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    await again(
      () => this.press('Control+G'),
      async (timeout) => {
        await this.quickInput.fill(`:${line}:${column}`, { timeout });
        await this.press('Enter');
        await this.quickInput.waitFor({ state: 'hidden', timeout });
      },
    );
  }

  /** Squiggles that are visible in the active editor. */
  get squiggles(): Locator {
    return this.editor.locator('.squiggly-error, .squiggly-warning, .squiggly-info');
  }

  async waitForSquiggles(count: number): Promise<void> {
    await expect.poll(() => this.squiggles.count(), { timeout: SOON }).toBe(count);
  }

  /** Points at a squiggle and gives the text that appears. */
  async hover(squiggle: Locator): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: /\S/ }).first();
    await expect
      .poll(
        async () => {
          const box = await squiggle.boundingBox();
          if (!box) return false;
          await this.page.mouse.move(box.x + 3, box.y - 200);
          await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
          return hover.waitFor({ timeout: 3000 }).then(
            () => true,
            () => false,
          );
        },
        { timeout: SOON },
      )
      .toBe(true);
    return hover;
  }

  /** Opens the lightbulb's menu at the cursor and gives its entries. */
  async codeActions(): Promise<Locator> {
    const entries = this.page.locator('.action-widget .monaco-list-row.action');
    await expect
      .poll(
        async () => {
          await this.press('Control+.');
          return entries
            .first()
            .waitFor({ timeout: 3000 })
            .then(
              () => true,
              () => false,
            );
        },
        { timeout: SOON },
      )
      .toBe(true);
    return entries;
  }

  async save(): Promise<void> {
    await this.press('Control+S');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
  }

  /** Goes to the next problem of the file, as F8 does, and closes the box it shows. */
  async nextProblem(): Promise<void> {
    await this.command('Go to Next Problem (Error, Warning, Info)');
    await this.page.locator('.marker-widget').waitFor();
    await this.press('Escape');
  }

  // Panels

  /** Reads the Problems panel, one line for each problem, and closes it again. */
  async problems(): Promise<string[]> {
    const panel = this.page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.command('Problems: Focus on Problems View');
    await panel.waitFor();
    // Files are on level 1, what explains a problem on level 3.
    const rows = await panel.locator('.monaco-list-row[aria-level="2"]').allInnerTexts();
    await this.closePanel();
    return rows.map((text) => text.replace(/\s+/g, ' '));
  }

  async closePanel(): Promise<void> {
    const panel = this.page.locator('.part.panel');
    if (await panel.isVisible()) await this.command('View: Hide Panel');
    await panel.waitFor({ state: 'hidden' });
  }

  get notifications(): Locator {
    return this.page.locator('.notification-list-item-message');
  }

  /** The names of the extensions that have been activated. */
  async runningExtensions(): Promise<string[]> {
    await this.command('Developer: Show Running Extensions');
    const names = this.page.locator('.runtime-extensions-editor .monaco-list-row .name');
    await names.first().waitFor();
    const texts = await names.allInnerTexts();
    await this.press('Escape');
    await names.first().waitFor({ state: 'hidden' });
    return texts;
  }

  // Debugging

  get debugToolbar(): Locator {
    return this.page.locator('.debug-toolbar');
  }

  /** Starts the launch configuration of a name. */
  async debug(configuration: string): Promise<void> {
    await this.pickAfter('Control+P', `debug ${configuration}`, configuration);
  }

  private get debugConsole(): Locator {
    return this.page.locator('.repl');
  }

  /** Waits until the debugged program has written a text to the debug console. */
  async debugOutput(text: string): Promise<void> {
    if (!(await this.debugConsole.isVisible()))
      await this.command('Debug Console: Focus on Debug Console View');
    await this.debugConsole.locator('.monaco-list-row', { hasText: text }).first().waitFor();
  }

  /** Evaluates an expression in the debugged program, as typed into the debug console. */
  async evaluate(expression: string): Promise<void> {
    await this.command('Debug Console: Focus on Debug Console View');
    await this.debugConsole.locator('.repl-input-wrapper .monaco-editor').click();
    await this.page.keyboard.insertText(expression);
    await this.press('Enter');
  }

  async stopDebugging(): Promise<void> {
    await again(
      () => this.press('Shift+F5'),
      (timeout) => this.debugToolbar.waitFor({ state: 'hidden', timeout }),
    );
  }

  async showRunAndDebug(): Promise<void> {
    await this.page
      .locator('.activitybar .action-item', { has: this.page.locator('[aria-label^="Run and Debug"]') })
      .click();
  }

  async closeSideBar(): Promise<void> {
    if (await this.page.locator('.part.sidebar').isVisible()) await this.press('Control+B');
    await this.page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  }

  /** Drags the edge of the side bar so that it becomes about so many pixels wide. */
  async widenSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (!box) throw new Error('The side bar is closed.');
    await this.page.mouse.move(box.x + box.width, box.y + 300);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, box.y + 300, { steps: 5 });
    await this.page.mouse.up();
  }

  /** One view of the side bar by the name in its header. */
  view(name: string): View {
    return new View(this.page, name);
  }

  /** The number on an icon of the activity bar; undefined when there is none. */
  async badge(container: string): Promise<string | undefined> {
    const item = this.page.locator('.activitybar .action-item', {
      has: this.page.locator(`[aria-label^="${container}"]`),
    });
    const [text] = await item.locator('.badge-content:visible').allInnerTexts();
    return text;
  }

  /** The same once it is there and has stayed for a second: sessions begin one after the other. */
  async steadyBadge(container: string): Promise<number> {
    let last = '';
    const same = async (): Promise<boolean> => {
      const before = last;
      last = (await this.badge(container)) ?? '';
      return last !== '' && last === before;
    };
    await expect.poll(same, { timeout: SOON, interval: 1_000 }).toBe(true);
    return Number(last);
  }
}

/** A tree in the side bar. */
export class View {
  private readonly pane: Locator;

  constructor(
    page: Page,
    private readonly name: string,
  ) {
    this.pane = page.locator('.pane', { has: page.locator('.pane-header', { hasText: literally(name) }) });
  }

  get header(): Locator {
    return this.pane.locator('.pane-header');
  }

  /** The sentence that stands in place of rows, or above them. */
  get message(): Locator {
    return this.pane.locator('.message, .welcome-view-content');
  }

  get rows(): Locator {
    return this.pane.locator('.monaco-list-row');
  }

  /** The visible rows, each as its label, a space, and its description; read at one moment, since rows come and go. */
  async texts(): Promise<string[]> {
    const rows = await this.rows.evaluateAll((elements: RowElement[]) =>
      elements.map((row) =>
        [...row.querySelectorAll('.label-name, .label-description')]
          .map((part) => part.textContent)
          .join(' '),
      ),
    );
    return rows.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** Opens the view and closes the others beside it, so that all its rows have room. */
  async expand(): Promise<void> {
    await this.header.waitFor();
    if ((await this.header.getAttribute('aria-expanded')) === 'false') await this.header.click();
    const others = this.pane
      .page()
      .locator('.sidebar .pane-header[aria-expanded="true"]')
      .filter({ hasNotText: this.name });
    for (let left = await others.count(); left > 0; left = await others.count()) await others.first().click();
  }
}

/** What is needed of a row in the page; the tests themselves are written without the DOM's types. */
interface RowElement {
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>;
}
