import type { Parser } from 'web-tree-sitter';
import { withoutSplits } from './alternatives.js';
import { withoutAnnotations, type Plain } from './annotations.js';
import { Skeleton } from './skeleton.js';
import { macrosOf, type Macros } from './macros.js';
import { emptyOutline, outlineOf, type Outline, type Parse, type Staying } from './outline.js';
import { outlineAfter } from './outline-edit.js';
import { syntaxOf, type Code, type Syntax } from './syntax.js';
import { editBetween, isAllOfIt } from './text-edit.js';
import { wordsOf } from './words.js';

const NO_MACROS: Macros = new Map();

/** A text and what its names mean, each part read when it is first asked for. */
export class ParsedText {
  readonly macros: Macros;
  private context: Macros;
  private cleaned: Plain | undefined;
  private declared: Outline | undefined;
  /** The outline was read from a skeleton: an edit in one body leaves the rest as it was. */
  private isBare = false;
  private hashes: ReadonlySet<number> | undefined;

  /**
   * @param context the macros of the headers.
   * @param before a text of the same file: of what stayed as it was nothing is read again.
   */
  constructor(
    readonly text: string,
    context: Macros,
    private readonly parser: Parser,
    before?: ParsedText,
  ) {
    this.macros = macrosOf(text);
    this.context = context;
    this.declared = before && this.readAfter(before);
  }

  /** The text that is parsed: of the same length, without annotations. */
  get plain(): Plain {
    this.cleaned ??= withoutAnnotations(withoutSplits(this.text), this.allMacros());
    this.context = NO_MACROS;
    return this.cleaned;
  }

  get outline(): Outline {
    return (this.declared ??= this.read());
  }

  get words(): ReadonlySet<number> {
    return (this.hashes ??= wordsOf(this.text));
  }

  private allMacros(): Macros {
    return this.context.size === 0 ? this.macros : new Map([...this.context, ...this.macros]);
  }

  private readAfter(before: ParsedText): Outline {
    const { outline, isBare } = before;
    const edit = editBetween(before.plain.text, this.plain.text);
    if (!isBare || !isAllOfIt(edit, before.text, this.text)) return this.read();
    this.isBare = true;
    const texts = { before: before.plain.text, after: this.plain.text };
    return outlineAfter(outline, edit, texts, this.parse(), (staying) => this.read(staying));
  }

  private read(staying?: Staying): Outline {
    const { text } = this.plain;
    const skeleton = new Skeleton(text);
    this.isBare = skeleton.isBare;
    const tree = this.parser.parse(skeleton.text);
    if (!tree) return emptyOutline();
    const outline = outlineOf(tree.rootNode, { text }, skeleton, this.parse(), staying);
    tree.delete();
    return outline;
  }

  /** How a function's text is read, which stands at an offset. */
  private parse(): Parse {
    const { parser } = this;
    const code = { text: this.plain.text };
    return (text, start) => definition(text, start, code, parser);
  }
}

/** One function by itself; a member outside of its class reads the same. It is all there is, or its braces do not match. */
function definition(text: string, start: number, code: Code, parser: Parser): Syntax {
  const tree = parser.parse(text);
  const [node] = tree?.rootNode.namedChildren ?? [];
  const isWhole = node?.type === 'function_definition' && node.endIndex === text.length;
  const syntax = isWhole ? syntaxOf(node, code, (offset) => start + offset) : undefined;
  tree?.delete();
  return syntax ?? { type: 'ERROR', field: undefined, start, end: start + text.length, code, kids: [] };
}
