import * as vscode from 'vscode';
import { COMMAND } from './ids.js';
import { tooltipMarkdown } from './tooltip.js';
import type { TreeNode } from './tree-node.js';

/** The row as VS Code wants it; the tooltip is added only when it is asked for. */
export function treeItem(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, collapsible(node));
  item.id = node.id;
  item.description = node.description;
  item.contextValue = node.context;
  item.iconPath = new vscode.ThemeIcon(
    node.icon,
    node.color === '' ? undefined : new vscode.ThemeColor(node.color),
  );
  item.accessibilityInformation = { label: node.spoken };
  if (node.subject.kind === 'socket' && node.subject.site?.place !== undefined)
    item.command = goToLine(node.id);
  return item;
}

export function tooltip(node: TreeNode): vscode.MarkdownString {
  return new vscode.MarkdownString(tooltipMarkdown(node.subject, Date.now()));
}

function goToLine(id: string): vscode.Command {
  return { command: COMMAND.goToLine, title: 'Go to Line', arguments: [id] };
}

function collapsible({ subject, expanded }: TreeNode): vscode.TreeItemCollapsibleState {
  const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  if (subject.kind === 'socket') return None;
  return expanded ? Expanded : Collapsed;
}
