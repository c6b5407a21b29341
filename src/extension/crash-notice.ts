import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { COMMAND_IDS, type CommandId } from '../shared/contributions.js';

const SHOW_LOG = l10n.t('Show Log');
const RESTART = l10n.t('Restart');

const RUN: Readonly<Record<string, CommandId>> = {
  [SHOW_LOG]: COMMAND_IDS.showLog,
  [RESTART]: COMMAND_IDS.restartServer,
};

export async function tellRestarted(): Promise<void> {
  const sentence = l10n.t('The Closewait language server stopped unexpectedly and was restarted.');
  await runChosen(await vscode.window.showWarningMessage(sentence, SHOW_LOG));
}

export async function tellGivenUp(): Promise<void> {
  const sentence = l10n.t('The Closewait language server keeps stopping and stays off until you restart it.');
  await runChosen(await vscode.window.showErrorMessage(sentence, RESTART, SHOW_LOG));
}

async function runChosen(choice: string | undefined): Promise<void> {
  const command = choice === undefined ? undefined : RUN[choice];
  if (command !== undefined) await vscode.commands.executeCommand(command);
}
