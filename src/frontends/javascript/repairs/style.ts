/** How a file is written, as far as inserted code must match it. */
export interface Style {
  readonly quote: "'" | '"';
  /** Statements end in a semicolon. */
  readonly semicolons: boolean;
  /** One level of indentation. */
  readonly indent: string;
  /** Callbacks are arrow functions. */
  readonly arrows: boolean;
  /** A lone parameter of an arrow function stands in parentheses. */
  readonly parens: boolean;
  /** Modules are loaded by `require`. */
  readonly requires: boolean;
}

const STRING = /(?<![\w\\])(['"])(?:\\.|(?!\1)[^\\\n])*\1/g;
/** A line that ends like a whole statement; the lookbehind leaves out lines that go on. */
const STATEMENT_END = /(?<=[\w)\]'"`])(;?)[ \t]*(?:\/\/.*)?$/gm;
const NEXT_IS_STATEMENT =
  /^\s*(?:(?:const|let|var|return|if|for|while|import|export|throw|await)\b|[\w$.]+\s*(?:=(?!>)|\())/;

/** Reads the style off the text: whatever the file does more often. A file that shows nothing gets the common choice. */
export function styleOf(text: string): Style {
  return {
    quote: count(text, STRING, (match) => match.startsWith('"')) > 0 ? '"' : "'",
    semicolons: endsInSemicolons(text),
    indent: indentOf(text),
    arrows: usesArrows(text),
    parens:
      count(text, /(?:\(([\w$]+)(?::[^()]*)?\)|(?<![\w$)\].])[\w$]+)\s*=>/g, (m) => m.startsWith('(')) >= 0,
    requires: /\brequire\s*\(\s*['"`]/.test(text) && !/^import\b[^(]/m.test(text),
  };
}

/** How many more matches are of the asked kind than are not. */
function count(text: string, pattern: RegExp, asked: (match: string) => boolean): number {
  let balance = 0;
  for (const [match] of text.matchAll(pattern)) balance += asked(match) ? 1 : -1;
  return balance;
}

function endsInSemicolons(text: string): boolean {
  let balance = 0;
  for (const match of text.matchAll(STATEMENT_END)) {
    const after = text.slice(match.index + match[0].length + 1, match.index + match[0].length + 200);
    if (match[1] === ';') balance++;
    else if (NEXT_IS_STATEMENT.test(after)) balance--;
  }
  return balance >= 0;
}

/** The smallest step by which a line is indented more than the one before it; tabs win where they are more. */
function indentOf(text: string): string {
  const steps = new Map<string, number>();
  let previous = '';
  for (const line of text.split('\n')) {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (line.length === indent.length || /^[ \t]*\*/.test(line)) continue;
    const step = indent.startsWith(previous) ? indent.slice(previous.length) : '';
    if (step !== '' && step.length <= 8) steps.set(step, (steps.get(step) ?? 0) + 1);
    previous = indent;
  }
  const [best] = [...steps].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length);
  return best?.[0] ?? '  ';
}

function usesArrows(text: string): boolean {
  const callbacks = count(text, /[(,]\s*(?:async\s*)?(?:function\b|(?:\([^()]*\)|[\w$]+)\s*=>)/g, (match) =>
    match.includes('=>'),
  );
  return callbacks >= 0 && (callbacks > 0 || text.includes('=>') || !/\bfunction\b/.test(text));
}
