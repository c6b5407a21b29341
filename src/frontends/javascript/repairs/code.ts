import type { Style } from './style.js';

/**
 * Statements to insert, one line each, as the plainest style would have them: two spaces a level, single quotes,
 * semicolons. {@link render} turns them into the file's style.
 */
export type Code = readonly string[];

/** The lines in the style of the file, each but the first behind a line break and `indent`. */
export function render(code: Code, { quote, semicolons, indent: unit }: Style, indent: string): string {
  const lines = code.map((line) => {
    const level = /^(?: {2})*/.exec(line)?.[0].length ?? 0;
    const bare = line.slice(level);
    const ended = semicolons ? bare : bare.replace(/;$/, '');
    return unit.repeat(level / 2) + (quote === "'" ? ended : ended.replaceAll("'", '"'));
  });
  return lines.join(`\n${indent}`);
}

/** A call whose last argument is a callback: `CALL, () => BODY);` or with `function` where the file writes that. */
export function withCallback(style: Style, call: string, body: string, params: readonly string[] = []): Code {
  const separator = call.endsWith('(') ? '' : ', ';
  if (!style.arrows && !/\bthis\b/.test(body)) {
    return [`${call}${separator}function (${params.join(', ')}) {`, `  ${body};`, '});'];
  }
  return [`${call}${separator}${arrowHead(style, params)} ${body});`];
}

export function arrowHead({ parens }: Style, params: readonly string[] = []): string {
  const [only] = params;
  return params.length === 1 && only !== undefined && !parens ? `${only} =>` : `(${params.join(', ')}) =>`;
}

/** One more level for all lines of a block's inside. */
export function nested(code: Code): Code {
  return code.map((line) => `  ${line}`);
}
