import * as vscode from 'vscode';
import type { CommandId } from './ids.js';

/**
 * Registers a command; what goes wrong in it is shown to the user as one sentence.
 * @param run gets the id of the row it was called on, if it was called on one.
 */
export function command(id: CommandId, run: (row: string | undefined) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (row: unknown) => {
    try {
      await run(typeof row === 'string' ? row : undefined);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  });
}
