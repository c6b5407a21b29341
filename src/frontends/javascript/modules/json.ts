import type { TSESTree } from '@typescript-eslint/types';
import type { Parse } from '../parse.js';

/** JSON, also with comments and trailing commas as `tsconfig.json` may have them; undefined when it does not parse. */
export function readJson(text: string | undefined, parse: Parse): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return readRelaxed(text, parse);
  }
}

function readRelaxed(text: string, parse: Parse): unknown {
  try {
    const [statement] = parse(`(${text}\n)`, 'json.js').body;
    return statement?.type === 'ExpressionStatement' ? valueOf(statement.expression) : undefined;
  } catch {
    return undefined;
  }
}

function valueOf(node: TSESTree.Node | null): unknown {
  switch (node?.type) {
    case 'Literal':
      return node.value;
    case 'ArrayExpression':
      return node.elements.map(valueOf);
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.flatMap((property) =>
          property.type === 'Property' && property.key.type === 'Literal'
            ? [[String(property.key.value), valueOf(property.value)]]
            : [],
        ),
      );
    default:
      return undefined;
  }
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of a list, or the one text that stands for a list. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}
