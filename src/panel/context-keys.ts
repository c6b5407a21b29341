import * as vscode from 'vscode';
import type { ContextKey } from './ids.js';

/** Sets context keys, each only when its value changes: every change makes VS Code look at all its menus anew. */
export class ContextKeys {
  readonly #values = new Map<ContextKey, string | boolean>();

  set(key: ContextKey, value: string | boolean): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
