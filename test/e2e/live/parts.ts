import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { again } from '../again.js';

/** Parts of VS Code's window that only the live view's tests need. */
export class Parts {
  constructor(private readonly page: Page) {}

  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** The words of the notifications that are to be seen. */
  get notices(): Locator {
    return this.page.locator('.notification-list-item-message');
  }

  /** `Ln 12, Col 3` of the status bar. */
  position(): Promise<string> {
    return this.page.locator('.statusbar-item', { hasText: /^Ln \d+/ }).innerText();
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Takes an entry of a row's context menu and waits for what it brings about. */
  menu(row: Locator, entry: string, seen: (timeout: number) => Promise<unknown>): Promise<void> {
    return again(async () => {
      await this.page.keyboard.press('Escape');
      await row.click({ button: 'right', timeout: 10_000 });
      const label = this.page.locator('.monaco-menu .action-label', { hasText: entry }).first();
      await label.waitFor({ timeout: 10_000 });
      // A menu takes no clicks in its first moments, and stays open then.
      const isLeft = async (): Promise<boolean> => {
        await label.click({ timeout: 1_000 }).catch(() => undefined);
        return !(await label.isVisible());
      };
      await expect.poll(isLeft, { timeout: 10_000, interval: 200 }).toBe(true);
    }, seen);
  }

  /** Waits for the quick input of a title. */
  title(title: string | RegExp): Promise<void> {
    return this.quickInput(title).waitFor();
  }

  /** Whether the quick input of a title is open. */
  asks(title: string): Promise<boolean> {
    return this.quickInput(title).isVisible();
  }

  private quickInput(title: string | RegExp): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-title', { hasText: title });
  }

  /** Answers the dialog that asks where to save a file; it is there when it proposes a name. */
  async saveAs(file: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input').first();
    await expect.poll(() => input.inputValue()).toMatch(/sockets-\d/);
    await input.fill(file);
    await this.page.keyboard.press('Enter');
  }

  /** Fills the open quick input and accepts it. */
  async fill(text: string, title?: string): Promise<void> {
    const widget = this.page.locator('.quick-input-widget:visible');
    if (title !== undefined) await widget.getByText(title).waitFor();
    await widget.locator('input').first().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** The page inside the webview that was opened last. */
  webview(): FrameLocator {
    return this.page
      .locator('iframe.webview.ready')
      .last()
      .contentFrame()
      .frameLocator('iframe#active-frame');
  }
}
