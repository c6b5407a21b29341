import type { Constant, Value } from '../values.js';
import { constant, NOBODY, optionsOf, streamsIn, truth, UNDEFINED, UNKNOWN } from '../values.js';

/** What an operator makes of values that are certain. */
export function operation(operator: string, left: Value, right?: Value): Value {
  if (!right) return unary(operator, left);
  if (operator === 'instanceof') return instanceOf(left, right);
  if (/^[!=]==?$/.test(operator) && shareStream(left, right)) return constant(operator.startsWith('='));
  if (left.kind !== 'constant' || right.kind !== 'constant') return UNKNOWN;
  return binary(operator, left.value, right.value);
}

/** True for what was made here by `new`, false for what is no object; other chains of prototypes are not known. */
function instanceOf(left: Value, right: Value): Value {
  if (left.kind === 'constant' || left === NOBODY) return constant(false);
  const prototype = prototypeIn(right);
  if (!prototype || left.kind !== 'object') return UNKNOWN;
  for (let at: Value | undefined = left; at?.kind === 'object'; at = at.proto)
    if (at === prototype) return constant(true);
  return UNKNOWN;
}

function prototypeIn(value: Value): Value | undefined {
  if (value.kind === 'function') return value.properties.fields.get('prototype');
  return value.kind === 'object' ? value.fields.get('prototype') : undefined;
}

/** Two names of one socket: the one that is followed is the one the test is about. */
export function shareStream(left: Value, right: Value): boolean {
  const places = new Set(streamsIn(left).map(({ place }) => place));
  return streamsIn(right).some(({ place }) => places.has(place));
}

function unary(operator: string, value: Value): Value {
  if (operator === 'void') return UNDEFINED;
  if (operator === '!') {
    const known = truth(value);
    return known === undefined ? UNKNOWN : constant(!known);
  }
  if (operator === 'typeof') return typeName(value);
  if (value.kind !== 'constant') return UNKNOWN;
  if (operator === '-') return constant(-Number(value.value));
  return operator === '+' ? constant(Number(value.value)) : UNKNOWN;
}

const TYPES: Readonly<Record<string, string>> = {
  function: 'function',
  native: 'function',
  object: 'object',
  stream: 'object',
  pledge: 'object',
};

function typeName(value: Value): Value {
  const options = optionsOf(value);
  const [only] = options;
  if (options.length !== 1 || !only || only.kind === 'unknown') return UNKNOWN;
  if (only.kind === 'constant') return constant(only.value === null ? 'object' : typeof only.value);
  if (only.kind === 'object' && only.shape === 'class') return constant('function');
  return constant(TYPES[only.kind] ?? 'object');
}

type Primitive = Constant['value'];

function binary(operator: string, a: Primitive, b: Primitive): Value {
  switch (operator) {
    case '===':
    case '==':
      return constant(operator === '==' && (a ?? null) === null ? (b ?? null) === null : a === b);
    case '!==':
    case '!=':
      return constant(operator === '!=' && (a ?? null) === null ? (b ?? null) !== null : a !== b);
    case '+':
      return typeof a === 'string' || typeof b === 'string'
        ? constant(`${String(a)}${String(b)}`)
        : arithmetic(operator, a, b);
    default:
      return arithmetic(operator, a, b);
  }
}

function arithmetic(operator: string, a: Primitive, b: Primitive): Value {
  if (typeof a !== 'number' || typeof b !== 'number') return UNKNOWN;
  const results: Readonly<Record<string, number | boolean>> = {
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': a / b,
    '%': a % b,
    '**': a ** b,
    '<<': a << b,
    '|': a | b,
    '<': a < b,
    '>': a > b,
    '<=': a <= b,
    '>=': a >= b,
  };
  const result = results[operator];
  return result === undefined ? UNKNOWN : constant(result);
}
