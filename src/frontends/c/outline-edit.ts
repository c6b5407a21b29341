import type { Edit, Tree } from 'web-tree-sitter';
import type { Span } from '../../shared/span.js';
import { outlineOf, type FunctionEntry, type Outline, type Reparse, type Staying } from './outline.js';
import { remembered } from './recent-syntax.js';
import { syntaxOf, type Code } from './syntax.js';

/** How a text came from the one before, and its tree made ready to be read on from. */
export interface Change {
  readonly edit: Edit;
  readonly tree: Tree;
}

/** The outline after an edit: of what the edit and the parser left as it was, no function is read again. */
export function outlineAfter(
  before: Outline,
  change: Change,
  now: Tree,
  code: Code,
  reparse: Reparse,
): Outline {
  const edited = new EditedOutline(before, change, now, code, reparse);
  return edited.inOneBody() ?? outlineOf(now.rootNode, code, reparse, edited.staying());
}

class EditedOutline {
  private readonly edit: Edit;
  /** What the parser read in another way than before, places of now. */
  private readonly reread: readonly Span[];

  constructor(
    private readonly before: Outline,
    { edit, tree }: Change,
    private readonly now: Tree,
    private readonly code: Code,
    private readonly reparse: Reparse,
  ) {
    this.edit = edit;
    const ranges = tree.getChangedRanges(now);
    this.reread = ranges.map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex }));
  }

  /**
   * The outline when only one function's body has changed, which declares nothing to others: everything is as it was, but
   * further on. Undefined when the edit, or what the parser made of it, reaches out of the body.
   */
  inOneBody(): Outline | undefined {
    const { before, edit, now } = this;
    const changed = before.functions.find((entry) => isInBody(entry, edit));
    if (!changed || hasInitials(before)) return undefined;
    const span = this.placed(changed.span);
    const isInside = this.reread.every(({ start, end }) => span.start < start && end < span.end);
    if (!isInside || !definitionAt(now, span)) return undefined;
    return { ...before, functions: before.functions.map((entry) => this.moved(entry)) };
  }

  /** The functions outside of classes, in which one and the same text may mean something else when the class changes. */
  staying(): Staying {
    const entries = this.before.functions.filter((entry) => entry.owner === undefined && this.isSame(entry));
    const byStart = new Map(entries.map((entry) => [this.placed(entry.span).start, entry]));
    return ({ start, end }) => {
      const entry = byStart.get(start);
      return entry && this.placed(entry.span).end === end ? this.moved(entry) : undefined;
    };
  }

  private isSame({ span }: FunctionEntry): boolean {
    if (!this.isUntouched(span)) return false;
    const { start, end } = this.placed(span);
    return this.reread.every((other) => other.end < start || end < other.start);
  }

  /** Neither in the edit nor beside it. */
  private isUntouched({ start, end }: Span): boolean {
    return end < this.edit.startIndex || this.edit.oldEndIndex < start;
  }

  private moved(entry: FunctionEntry): FunctionEntry {
    const { code, reparse, now } = this;
    const span = this.placed(entry.span);
    const text = this.isUntouched(entry.span) ? entry.text : code.text.slice(span.start, span.end);
    const read = () => {
      const node = code.gone ? undefined : definitionAt(now, span);
      return node ? syntaxOf(node, code) : reparse(text, span.start);
    };
    const syntax = remembered(text.length, read);
    return { ...entry, span, nameSpan: this.placed(entry.nameSpan), text, syntax };
  }

  private placed({ start, end }: Span): Span {
    return { start: this.place(start), end: this.place(end) };
  }

  private place(at: number): number {
    const { newEndIndex, oldEndIndex } = this.edit;
    return at < oldEndIndex ? at : at + newEndIndex - oldEndIndex;
  }
}

function isInBody({ span, head }: FunctionEntry, { startIndex, oldEndIndex }: Edit): boolean {
  return span.start + head.length < startIndex && oldEndIndex < span.end;
}

/** Values of fields are kept as syntax, with places of its own. */
function hasInitials({ records }: Outline): boolean {
  for (const { fields } of records.values())
    for (const { initial } of fields.values()) if (initial) return true;
  return false;
}

function definitionAt({ rootNode }: Tree, { start, end }: Span) {
  const node = rootNode.namedDescendantForIndex(start, end - 1);
  const isWhole = node?.type === 'function_definition' && node.startIndex === start && node.endIndex === end;
  return isWhole ? node : undefined;
}
