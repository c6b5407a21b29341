import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { COMMAND_IDS, type CommandId } from '../shared/contributions.js';
import { isRuleId, RULE_IDS } from '../shared/rule-id.js';
import type { LanguageServer } from './language-server.js';

type Handlers = Readonly<Record<CommandId, (argument: unknown) => unknown>>;

/** The commands of the static half; the type makes a forgotten one a compile error. */
export function registerCommands(
  extension: vscode.Uri,
  server: LanguageServer,
  output: vscode.LogOutputChannel,
): vscode.Disposable[] {
  const handlers: Handlers = {
    [COMMAND_IDS.restartServer]: () => server.restart(),
    [COMMAND_IDS.showLog]: () => {
      output.show();
    },
    [COMMAND_IDS.openRulePage]: (rule) => openRulePage(extension, rule),
  };
  return Object.entries(handlers).map(([id, run]) => vscode.commands.registerCommand(id, run));
}

/** Shows the page that came with the extension; asks for the rule when none is named. */
async function openRulePage(extension: vscode.Uri, named: unknown): Promise<void> {
  const options = { title: l10n.t('Open Rule Page'), placeHolder: l10n.t('Which rule?') };
  const rule = isRuleId(named) ? named : await vscode.window.showQuickPick(RULE_IDS, options);
  if (rule === undefined) return;
  const page = vscode.Uri.joinPath(extension, 'docs', 'rules', `${rule}.md`);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    // The user has switched VS Code's Markdown off.
    await vscode.commands.executeCommand('vscode.open', page);
  }
}
