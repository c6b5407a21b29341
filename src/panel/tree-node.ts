import type { LeakSite } from '../shared/leak-site.js';
import type { TcpSocket } from '../shared/sample.js';
import type { ProcessPicture, StuckSocket } from './socket-model.js';

/** What a row stands for: the commands on it read this. */
export type Subject =
  | { readonly kind: 'process'; readonly process: ProcessPicture }
  | {
      readonly kind: 'site';
      readonly process: ProcessPicture;
      readonly site: LeakSite;
      readonly sockets: readonly StuckSocket[];
    }
  | {
      readonly kind: 'socket';
      readonly process: ProcessPicture;
      readonly socket: TcpSocket;
      readonly site: LeakSite | undefined;
    }
  | { readonly kind: 'unread'; readonly process: ProcessPicture; readonly sockets: readonly StuckSocket[] }
  | { readonly kind: 'backlog'; readonly process: ProcessPicture; readonly sockets: readonly TcpSocket[] };

/** One row of the tree, free of vscode. */
export interface TreeNode {
  /** Stable as long as the thing lives: selection and expansion follow it. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** The row as a full sentence, for screen readers. */
  readonly spoken: string;
  /** A codicon's name. */
  readonly icon: string;
  /** A theme colour's id. */
  readonly color: string;
  /** Words for the `when` clauses of menus, separated by spaces. */
  readonly context: string;
  readonly expanded: boolean;
  readonly subject: Subject;
  readonly children: readonly TreeNode[];
}

/** From so many changed rows on, one refresh of their parent is cheaper for the editor. */
const MANY = 50;

/** A tree with its nodes by id. Rows below a closed group are looked at when somebody asks for them. */
export class TreeIndex {
  readonly #nodes = new Map<string, TreeNode>();
  readonly #parents = new Map<string, string>();
  #closed: TreeNode[] = [];

  /** @param opened ids of groups whose rows VS Code has, besides those that start open. */
  constructor(
    readonly roots: readonly TreeNode[] = [],
    private readonly opened: ReadonlySet<string> = new Set(),
  ) {
    for (const root of roots) this.#add(root);
  }

  get(id: string): TreeNode | undefined {
    return this.#nodes.get(id) ?? this.#whole().get(id);
  }

  parentOf(id: string): string | undefined {
    return this.get(id) && this.#parents.get(id);
  }

  all(): IterableIterator<TreeNode> {
    return this.#whole().values();
  }

  /** Whether VS Code has the rows below a group of this tree. */
  isOpen({ id, expanded }: TreeNode): boolean {
    return expanded || this.opened.has(id);
  }

  #whole(): ReadonlyMap<string, TreeNode> {
    const closed = this.#closed;
    this.#closed = [];
    for (const node of closed) this.#addChildren(node);
    return this.#nodes;
  }

  #add(node: TreeNode): void {
    this.#nodes.set(node.id, node);
    if (this.isOpen(node)) this.#addChildren(node);
    else if (node.subject.kind !== 'socket') this.#closed.push(node);
  }

  #addChildren(node: TreeNode): void {
    for (const child of node.children) {
      this.#parents.set(child.id, node.id);
      this.#add(child);
    }
  }
}

/**
 * The ids to be drawn anew to get from one tree to the other: the topmost changed nodes (a node's refresh takes its
 * children along), or 'root' when the rows of the first level are others.
 */
export function changedNodes(before: TreeIndex, after: TreeIndex): readonly string[] | 'root' {
  if (!sameIds(before.roots, after.roots)) return 'root';
  return after.roots.flatMap((root) => changedWithin(root, before, after));
}

function changedWithin(node: TreeNode, before: TreeIndex, after: TreeIndex): readonly string[] {
  const old = before.get(node.id);
  if (old === undefined || !looksSame(old, node)) return [node.id];
  if (!after.isOpen(node)) return [];
  if (!sameIds(old.children, node.children)) return [node.id];
  const changed = node.children.flatMap((child) => changedWithin(child, before, after));
  return changed.length > MANY ? [node.id] : changed;
}

function looksSame(a: TreeNode, b: TreeNode): boolean {
  return (
    a.label === b.label &&
    a.description === b.description &&
    a.icon === b.icon &&
    a.color === b.color &&
    a.context === b.context
  );
}

function sameIds(a: readonly TreeNode[], b: readonly TreeNode[]): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}
