import type { FunctionEntry, Outline, RecordInfo } from './outline.js';

/** `static const struct command commands[] = {` */
const LIST = /\b(\w+)\s+\w+\s*(?:\[[^\]\n]*\]\s*)?=\s*\{/g;
const NOTHING = /^(?:NULL|nullptr|0)$/;
const DEEPEST = 3;

/** The functions a field may point to; `undefined` once somebody unknown may have set it. */
type Targets = Set<string> | undefined;

/**
 * Which functions the fields of a file's records may point to: handlers of a reactor, tables of operations, commands. It is told by
 * the text, for a field by its name, and only of records that no other file knows.
 */
export class Callbacks {
  private readonly known = new Map<string, readonly string[]>();
  private functions: ReadonlySet<string> | undefined;
  private rows: readonly Row[] | undefined;

  constructor(
    private readonly outline: Outline,
    private readonly text: string,
  ) {}

  /** The functions a call through a record's field may run; none when that cannot be told. */
  of(record: RecordInfo | undefined, field: string): readonly string[] {
    const isOwn = record !== undefined && this.outline.records.get(record.name) === record;
    return isOwn ? this.targets(field) : [];
  }

  /** True when whatever was asked of another text of the file is answered alike. */
  agreesWith({ known }: Callbacks): boolean {
    return [...known].every(([field, targets]) => targets.join() === this.targets(field).join());
  }

  private targets(field: string): readonly string[] {
    const before = this.known.get(field);
    if (before) return before;
    const found = union([this.assigned(field), this.listed(field)]);
    const targets = found ? [...found].sort() : [];
    this.known.set(field, targets);
    return targets;
  }

  /** Given in an assignment or by name in an initializer: `.ready = on_ready`. */
  private assigned(field: string): Targets {
    const given = new RegExp(
      String.raw`(?:\.|->)[ \t]*${field}\s*=(?!=)\s*&?\s*(?:(\w+)\s*(?=[,;)}])|)`,
      'g',
    );
    const within = (at: number): FunctionEntry | undefined =>
      this.outline.functions.find(({ span }) => span.start <= at && at < span.end);
    return union(
      [...this.text.matchAll(given)].map(({ index, 1: value }) =>
        value === undefined ? undefined : this.meant(value, within(index)),
      ),
    );
  }

  /** What a name stands for: a function, nothing, or a parameter with whatever the calls pass for it. */
  private meant(name: string, within: FunctionEntry | undefined, depth = 0): Targets {
    if (NOTHING.test(name)) return new Set();
    const at = within?.params.findIndex((param) => param.name === name) ?? -1;
    if (within && at >= 0) return depth < DEEPEST ? this.passed(within, at, depth + 1) : undefined;
    return this.isFunction(name) ? new Set([name]) : undefined;
  }

  private passed(callee: FunctionEntry, at: number, depth: number): Targets {
    return union(
      this.outline.functions.flatMap((caller) =>
        callsOf(callee.name, caller).map((args) => this.meant(nameIn(args[at]), caller, depth)),
      ),
    );
  }

  private isFunction(name: string): boolean {
    this.functions ??= new Set(this.outline.functions.map((one) => one.name));
    return this.functions.has(name);
  }

  /** Given by its position in an initializer: `{ "quit", do_quit }`. */
  private listed(field: string): Targets {
    this.rows ??= this.rowsOfTables();
    const names = this.rows.map(({ fields, items }) => nameIn(items[fields.indexOf(field)]));
    return new Set(names.filter((name) => this.isFunction(name)));
  }

  private rowsOfTables(): Row[] {
    return [...this.text.matchAll(LIST)].flatMap(({ index, 0: head, 1: name = '' }) => {
      const record = this.outline.records.get(this.outline.typedefs.get(name)?.name ?? name);
      if (!record) return [];
      const fields = [...record.fields.keys()];
      const items = listAt(this.text, index + head.length);
      const rows = items.some((item) => item.startsWith('{')) ? items.map(inner) : [items];
      return rows.map((row) => ({ fields, items: row }));
    });
  }
}

/** One record of an initializer that names no fields. */
interface Row {
  readonly fields: readonly string[];
  readonly items: readonly string[];
}

function union(all: readonly Targets[]): Targets {
  const names = new Set<string>();
  for (const targets of all) {
    if (!targets) return undefined;
    for (const name of targets) names.add(name);
  }
  return names;
}

/** `&serve` is `serve`; what is no name is none. */
function nameIn(item: string | undefined): string {
  return /^&?\s*(\w+)$/.exec(item ?? '')?.[1] ?? '';
}

/** The arguments of every call of a function in another's text. */
function callsOf(name: string, { text, head }: FunctionEntry): string[][] {
  const calls = text.slice(head.length).matchAll(new RegExp(String.raw`\b${name}\s*\(`, 'g'));
  return [...calls].map(({ index, 0: call }) => listAt(text, head.length + index + call.length));
}

function inner(item: string): string[] {
  return item.startsWith('{') ? listAt(item, 1) : [item];
}

/** The parts of a list up to the bracket that closes it. */
function listAt(text: string, from: number): string[] {
  const items: string[] = [];
  let depth = 0;
  let start = from;
  for (let i = from; i < text.length; i++) {
    const letter = text[i] ?? '';
    if (letter === '"' || letter === "'") i = endOfText(text, i);
    else if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter) && depth-- === 0) return [...items, text.slice(start, i).trim()];
    else if (letter === ',' && depth === 0) {
      items.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [];
}

/** The quote that ends a text or character. */
function endOfText(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[from]) return i;
  }
  return text.length;
}
