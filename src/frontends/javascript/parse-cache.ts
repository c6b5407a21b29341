import type { Parsed } from './parse.js';

/** Characters of source kept parsed; a syntax tree takes some hundred bytes for each. */
const MOST_CHARACTERS = 600_000;

/** The syntax of the files read last, so that a module many files import is parsed once. Least recently used go first. */
export class ParseCache {
  private readonly entries = new Map<
    string,
    { readonly text: string; readonly parsed: Parsed | undefined }
  >();
  private characters = 0;

  constructor(private readonly most = MOST_CHARACTERS) {}

  /** The syntax of `text`; `parse` is called unless the file was just seen with the same text. */
  get(path: string, text: string, parse: () => Parsed | undefined): Parsed | undefined {
    const known = this.entries.get(path);
    const parsed = known?.text === text ? known.parsed : parse();
    this.remove(path);
    this.entries.set(path, { text, parsed });
    this.characters += text.length;
    for (const oldest of this.entries.keys()) {
      if (this.characters <= this.most || oldest === path) break;
      this.remove(oldest);
    }
    return parsed;
  }

  private remove(path: string): void {
    this.characters -= this.entries.get(path)?.text.length ?? 0;
    this.entries.delete(path);
  }
}
