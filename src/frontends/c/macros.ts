import { directives } from './directives.js';

/** A `#define`: its parameters (undefined = object-like) and its body on one line, without comments. */
export interface Macro {
  readonly name: string;
  readonly params: readonly string[] | undefined;
  readonly body: string;
}

export type Macros = ReadonlyMap<string, Macro>;

const DEFINE = /[ \t]*define[ \t]+(\w+)(\([^()\n]*\))?((?:.*\\\r?\n)*.*)/y;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/.*/g;

/** The macros a text defines; of several definitions of one name (`#ifdef` alternatives) the last counts. */
export function macrosOf(text: string): Map<string, Macro> {
  const macros = new Map<string, Macro>();
  if (!text.includes('define')) return macros;
  for (const { match } of directives(text, DEFINE)) {
    const [, name = '', params, rest = ''] = match;
    const body = rest
      .replaceAll(/\\\r?\n/g, ' ')
      .replaceAll(COMMENT, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    macros.set(name, { name, params: params === undefined ? undefined : parameters(params), body });
  }
  return macros;
}

function parameters(list: string): string[] {
  const inner = list.slice(1, -1).trim();
  return inner === '' ? [] : inner.split(',').map((name) => name.trim());
}

/** The body with arguments in the place of parameters; undefined when their numbers differ or tokens are pasted. */
export function expand({ params, body }: Macro, args: readonly string[]): string | undefined {
  if (params === undefined) return body;
  if (body.includes('##')) return undefined;
  const variadic = params.at(-1)?.endsWith('...') === true;
  const fixed = variadic ? params.length - 1 : params.length;
  if (variadic ? args.length < fixed : args.length !== params.length) return undefined;
  const values = new Map(params.slice(0, fixed).map((name, i) => [name, args[i] ?? '']));
  if (variadic) values.set(restName(params.at(-1) ?? ''), args.slice(fixed).join(', '));
  return body.replaceAll(/"(?:\\.|[^"\\])*"|#\s*[A-Za-z_]\w*|\b[A-Za-z_]\w*\b/g, (word) =>
    word.startsWith('#') ? '""' : (values.get(word) ?? word),
  );
}

function restName(param: string): string {
  return param === '...' ? '__VA_ARGS__' : param.slice(0, -3);
}
