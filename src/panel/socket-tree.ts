import * as vscode from 'vscode';
import { treeItem, tooltip } from './tree-item.js';
import { changedNodes, TreeIndex, type TreeNode } from './tree-node.js';

/** The tree's rows for VS Code. Its elements are the nodes' ids: equal for the same thing before and after a refresh. */
export class SocketTree implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #index = new TreeIndex();
  /** Groups whose rows VS Code has asked for. */
  #opened: ReadonlySet<string> = new Set();

  /** Shows other rows; only those that differ are drawn anew. */
  show(roots: readonly TreeNode[]): void {
    const before = this.#index;
    this.#opened = new Set([...this.#opened].filter((id) => before.get(id) !== undefined));
    this.#index = new TreeIndex(roots, this.#opened);
    const changed = changedNodes(before, this.#index);
    if (changed === 'root') this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire([...changed]);
  }

  node(id: string): TreeNode | undefined {
    return this.#index.get(id);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const node = this.#index.get(id);
    return node === undefined ? new vscode.TreeItem('') : treeItem(node);
  }

  getChildren(id?: string): string[] {
    if (id !== undefined) this.#opened = new Set([...this.#opened, id]);
    const nodes = id === undefined ? this.#index.roots : (this.#index.get(id)?.children ?? []);
    return nodes.map((node) => node.id);
  }

  getParent(id: string): string | undefined {
    return this.#index.parentOf(id);
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const node = this.#index.get(id);
    if (node !== undefined) item.tooltip = tooltip(node);
    return item;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
