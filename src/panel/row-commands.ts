import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SourcePlace } from '../shared/leak-site.js';
import { command } from './command.js';
import { explanation } from './explanation.js';
import { COMMAND } from './ids.js';
import type { LiveView } from './live-view.js';
import { peerText, rowText } from './row-text.js';
import { showMarkdown } from './markdown-page.js';
import type { TreeNode } from './tree-node.js';

/** The commands on a row: go to its line, copy it, explain it. */
export function registerRowCommands(live: LiveView): vscode.Disposable[] {
  const onRow = (run: (node: TreeNode) => unknown) => (id: string | undefined) => {
    const node = live.tree.node(id ?? live.view.selection[0] ?? '');
    return node === undefined ? undefined : run(node);
  };
  return [
    command(COMMAND.goToLine, onRow(goToLine)),
    command(
      COMMAND.copyRow,
      onRow((node) => vscode.env.clipboard.writeText(rowText(node, Date.now()))),
    ),
    command(
      COMMAND.copyPeer,
      onRow((node) => vscode.env.clipboard.writeText(peerText(node) ?? '')),
    ),
    command(
      COMMAND.explain,
      onRow((node) => showMarkdown(l10n.t('Why {0}', node.label), explanation(node.subject, Date.now()))),
    ),
  ];
}

function goToLine({ subject }: TreeNode): Thenable<unknown> | undefined {
  const site = subject.kind === 'site' || subject.kind === 'socket' ? subject.site : undefined;
  return site?.place === undefined ? undefined : reveal(site.place);
}

async function reveal({ file, line, column }: SourcePlace): Promise<void> {
  const at = new vscode.Position(line - 1, column - 1);
  const options = { selection: new vscode.Range(at, at), preserveFocus: false };
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(file), options);
  } catch {
    throw new Error(l10n.t('{0} cannot be opened.', file));
  }
}
