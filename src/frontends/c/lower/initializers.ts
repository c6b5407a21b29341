import type { Place } from '../../../lifecycle/ir.js';
import { child, spanOf, textOf, type Syntax } from '../syntax.js';
import { evaluate, evaluateInto } from './expressions.js';
import type { Frame } from './frame.js';

/** The order of fields of records whose header is never read (poll.h, sys/epoll.h). */
const STANDARD: Readonly<Record<string, readonly string[]>> = {
  pollfd: ['fd', 'events', 'revents'],
  epoll_event: ['events', 'data'],
};

/** Lowers `{ a, .b = c, [1] = d }` into the parts of a place. */
export function initialize(f: Frame, into: Place, type: string | undefined, list: Syntax): void {
  let position = 0;
  for (const item of list.kids) {
    const designated = item.type === 'initializer_pair' ? designation(f, item) : undefined;
    const value = item.type === 'initializer_pair' ? child(item, 'value') : item;
    if (designated === undefined && item.type === 'initializer_pair') continue;
    const part = designated ?? positional(f, type, position);
    if (value) element(f, `${into}${part}`, partType(f, type, part), value);
    position++;
  }
}

function element(f: Frame, part: Place, type: string | undefined, value: Syntax): void {
  if (value.type === 'initializer_list') initialize(f, part, type, value);
  else {
    if (part.endsWith('.events')) f.masks.set(part, value);
    evaluateInto(f, value, part, spanOf(value));
  }
}

/** `.fd`, `[1]`, `.data.fd` */
function designation(f: Frame, pair: Syntax): string | undefined {
  const parts: string[] = [];
  for (const designator of pair.kids.filter((kid) => kid.field === 'designator')) {
    const inner = designator.kids.find((kid) => kid.type !== '.');
    if (!inner) return undefined;
    if (designator.type === 'field_designator') parts.push(`.${textOf(inner)}`);
    else parts.push(`[${evaluate(f, inner).value ?? ''}]`);
  }
  return parts.join('');
}

function positional(f: Frame, type: string | undefined, position: number): string {
  const record = f.declarations.record(type);
  const names = record ? [...record.fields.keys()] : STANDARD[type ?? ''];
  const name = names?.[position];
  return name === undefined ? `[${position}]` : `.${name}`;
}

function partType(f: Frame, type: string | undefined, part: string): string | undefined {
  if (part.startsWith('[')) return type;
  const field = f.declarations.field(f.declarations.record(type), part.slice(1));
  return field && f.declarations.resolve(field).name;
}
