import { FIELDS } from '../ir.js';
import type { Comparison, Op, Place } from '../ir.js';
import type { Setting } from './setting.js';
import type { World } from './world.js';
import { withEntry, without } from './world.js';

/** What variables and fields hold is remembered where some path asks for it. */
export function assign(
  setting: Setting,
  { into, value }: Extract<Op, { op: 'assign' }>,
  world: World,
): World {
  if (into.endsWith(FIELDS)) return renewed(into, value, world);
  const tests = without(world.tests, (key) => key.includes(into));
  if (!setting.tested.has(into)) return tests === world.tests ? world : { ...world, tests };
  if (value !== undefined) return { ...world, flags: withEntry(world.flags, into, value), tests };
  if (world.flags.has(fieldsOf(into)))
    return { ...world, flags: withEntry(world.flags, into, Number.NaN), tests };
  return { ...world, flags: without(world.flags, (place) => place === into), tests };
}

/** Another object of its kind is made, or what its fields hold gets out of sight. */
function renewed(fields: Place, value: number | undefined, world: World): World {
  const owner = fields.slice(0, -FIELDS.length);
  const flags = without(world.flags, (place) =>
    value === undefined ? place === fields : place.startsWith(owner),
  );
  return {
    ...world,
    flags: value === undefined ? flags : withEntry(flags, fields, value),
    tests: without(world.tests, (key) => key.includes(owner)),
  };
}

function fieldsOf(place: Place): Place {
  return `${place.slice(0, place.lastIndexOf('.') + 1)}${FIELDS}`;
}

/** The world as a test leaves it that has turned out so; undefined where what is known refutes it. */
export function compare(place: Place, is: Comparison, other: number, world: World): World | undefined {
  const isExistence = other === 0 && (is === '==' || is === '!=');
  const value = world.flags.get(place) ?? (isExistence ? world.flags.get(fieldsOf(place)) : undefined);
  if (value !== undefined && !Number.isNaN(value)) return holds(value, is, other) ? world : undefined;
  const key = `${place} ${is === '!=' ? '==' : is} ${other}`;
  const positive = is !== '!=';
  const known = world.tests.get(key);
  if (known !== undefined) return known === positive ? world : undefined;
  return { ...world, tests: withEntry(world.tests, key, positive) };
}

function holds(value: number, is: Comparison, other: number): boolean {
  switch (is) {
    case '<':
      return value < other;
    case '<=':
      return value <= other;
    case '==':
      return value === other;
    case '!=':
      return value !== other;
    case '>=':
      return value >= other;
    case '>':
      return value > other;
  }
}
