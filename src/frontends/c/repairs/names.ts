import type { Span } from '../../../shared/span.js';
import type { FunctionEntry } from '../outline.js';
import { child, textOf, type Syntax } from '../syntax.js';
import { isArithmetic, typeRef } from '../types.js';
import type { FileUnit } from '../unit.js';
import { calleeName, descendants, spotAt, type Spot } from './place-in-text.js';
import { indentStep } from './style.js';

/** Calls whose first argument is a descriptor (a stream where the name says so). */
const TAKES_HANDLE =
  /^(?:read|recv|recvfrom|recvmsg|readv|write|send|sendto|sendmsg|writev|dprintf|close|closesocket|shutdown|getpeername|getsockname|setsockopt|fcntl|sendfile)$/;
const MOST_NAMES = 8;

/** What the socket may be called at a spot, the likeliest first. Each is tried. */
export function namesAt(spot: Spot, opened: Span): string[] {
  const root = spot.path[0];
  if (!root) return [];
  const names = [
    ...streamsIn(spot, root),
    ...openedNames(root, opened),
    ...addressed(spot),
    ...handlesIn(root),
    ...membersOf(spot),
    ...throughRecords(spot, root, opened),
    ...handedParams(spot),
  ];
  return [...new Set(names)].slice(0, MOST_NAMES);
}

/** Streams made of a descriptor before the spot: fclose(3) closes it too. */
function streamsIn({ span, unit }: Spot, root: Syntax): string[] {
  const before = unit.parsed.text.slice(root.start, span.start);
  return [...before.matchAll(/\b(\w+)\s*=\s*fdopen\s*\(/g)].map(([, name = '']) => name);
}

/** `connfd` of `connfd = accept(…)`, `int connfd = accept(…)`; `cl.fd` of `struct client cl = { .fd = accept(…) }`. */
function openedNames(root: Syntax, opened: Span): string[] {
  const holders = descendants(root, (node) => node.start <= opened.start && opened.end <= node.end);
  const suffix = holders
    .filter(({ type }) => type === 'initializer_pair')
    .map((pair) => textOf(pair.kids.find(({ field }) => field === 'designator') ?? pair))
    .join('');
  const target = holders.findLast(
    ({ type }) => type === 'assignment_expression' || type === 'init_declarator',
  );
  if (!target) return [];
  const left = child(target, target.type === 'init_declarator' ? 'declarator' : 'left');
  return left ? [textOf(left).replace(/^[*&\s]+/, '') + suffix] : [];
}

/** `fd` of `read(pipe, &fd, sizeof fd)`: a descriptor that is taken out of something. */
function addressed({ path }: Spot): string[] {
  const call = path.findLast(({ type }) => type === 'call_expression');
  const args = (call && child(call, 'arguments')?.kids) ?? [];
  return args.map(textOf).flatMap((text) => /^&\s*(\w+)$/.exec(text)?.[1] ?? []);
}

/** In a method: what the other methods of its class use as a descriptor. */
function membersOf({ unit, entry }: Spot): string[] {
  if (entry.owner === undefined) return [];
  const own = unit.declarations.functions.filter(({ owner }) => owner === entry.owner);
  const fields = unit.declarations.record(entry.owner)?.fields;
  return own.flatMap((one) => handlesIn(one.syntax())).filter((name) => fields?.has(name));
}

export function handlesIn(root: Syntax): string[] {
  const calls = descendants(
    root,
    (node) => node.type === 'call_expression' && TAKES_HANDLE.test(calleeName(node)),
  );
  return calls.flatMap((call) => {
    const first = child(call, 'arguments')?.kids[0];
    return first && /^(?:identifier|field_expression|subscript_expression)$/.test(first.type)
      ? [textOf(first)]
      : [];
  });
}

/** Parameters that some call of the function passes a descriptor for. */
function handedParams({ unit, entry }: Spot): string[] {
  const passed = new RegExp(String.raw`\b${entry.name.replace(/^.*::/, '')}\s*\(([^;{}]*)\)`, 'g');
  const given = unit.declarations.functions.flatMap((caller) => {
    const handles = new Set(callersHandles(caller));
    return [...caller.text.matchAll(passed)].map(([, args = '']) =>
      args.split(',').map((arg) => handles.has(arg.trim())),
    );
  });
  return entry.params.flatMap(({ name, type }, i) =>
    name !== undefined && type.name === 'int' && given.some((args) => args[i] === true) ? [name] : [],
  );
}

const OPENED = /\b(\w+)\s*=\s*\(?\s*(?:::)?(?:accept4?|socket|dup)\s*\(/g;

function callersHandles(caller: FunctionEntry): string[] {
  return [...handlesIn(caller.syntax()), ...[...caller.text.matchAll(OPENED)].map(([, name = '']) => name)];
}

/** The fields of records that are given the socket where it is opened: `t->far = far;` */
function fieldsGiven(unit: FileUnit, opened: Span): string[] {
  const root = spotAt(unit, opened)?.path[0];
  const names = root ? openedNames(root, opened) : [];
  return names.flatMap((name) =>
    /^\w+$/.test(name)
      ? [...unit.parsed.text.matchAll(new RegExp(String.raw`(?:->|\.)(\w+)\s*=\s*${name}\s*;`, 'g'))].map(
          ([, field = '']) => field,
        )
      : [],
  );
}

/** `c->fd` for a pointer `c` of the function, when the file uses a field `fd` as a descriptor. */
function throughRecords({ unit, entry }: Spot, root: Syntax, opened: Span): string[] {
  const fields = [...new Set([...fieldsGiven(unit, opened), ...handleFields(unit)])];
  const params = entry.params.flatMap(({ name, type }) =>
    name !== undefined && type.pointer ? [{ name, type: type.name }] : [],
  );
  return [...params, ...pointersIn(root)].flatMap(({ name, type }) => {
    const record = unit.declarations.record(type);
    if (isArithmetic({ name: type, pointer: false, reference: false, array: false })) return [];
    return fields.filter((field) => !record || record.fields.has(field)).map((field) => `${name}->${field}`);
  });
}

/** The local pointers of a function with the names of their types. */
function pointersIn(root: Syntax): { name: string; type: string }[] {
  return descendants(root, ({ type }) => type === 'declaration').flatMap((declaration) => {
    const type = child(declaration, 'type');
    const named = typeRef(type, { pointer: true, reference: false, array: false }).name;
    return descendants(declaration, (node) => node.type === 'pointer_declarator')
      .map((node) => ({ name: textOf(node).replace(/^[*\s]+/, ''), type: named }))
      .filter(({ name }) => /^\w+$/.test(name));
  });
}

export function handleFields(unit: FileUnit): string[] {
  const found = new Set(streamFields(unit));
  for (const entry of unit.declarations.functions)
    for (const name of handlesIn(entry.syntax())) {
      const field = /(?:->|\.)(\w+)$/.exec(name)?.[1];
      if (field !== undefined) found.add(field);
    }
  return [...found];
}

/** The fields that hold streams made of descriptors: `s->out = fdopen(fd, "w")` */
function streamFields({ parsed: { text } }: FileUnit): string[] {
  return [...text.matchAll(/(?:->|\.)(\w+)\s*=\s*fdopen\s*\(/g)].map(([, field = '']) => field);
}

/** The lines that close, as the file closes elsewhere: `close`, `::close`, `closesocket`, `fclose`, behind the test it uses. */
export function closing(name: string, unit: FileUnit): string[] {
  const { text } = unit.parsed;
  const plain = closeCall(name, unit);
  const quoted = name.replaceAll(/\W/g, String.raw`\$&`);
  const tested = new RegExp(
    String.raw`if\s*(\(\s*${quoted}\s*(?:>=\s*0|!=\s*-1|>\s*-1)\s*\))\s*\{?\s*(?:::)?close\s*\(\s*${quoted}\s*\)`,
  );
  const test = unit.cplusplus ? tested.exec(text)?.[1] : undefined;
  return test === undefined ? [plain] : [`if ${test}`, `${indentStep(text)}${plain}`];
}

function closeCall(name: string, unit: FileUnit): string {
  const { text } = unit.parsed;
  const field = /(?:->|\.)(\w+)$/.exec(name)?.[1];
  const isStream = new RegExp(
    String.raw`\b${name.replaceAll(/\W/g, String.raw`\$&`)}\s*=\s*fdopen\s*\(`,
  ).test(text);
  if (isStream || (field !== undefined && streamFields(unit).includes(field))) return `fclose(${name});`;
  if (/\bclosesocket\s*\(/.test(text) && !/\bclose\s*\(/.test(text)) return `closesocket(${name});`;
  return unit.cplusplus && /::(?:close|accept|socket|recv|send|read|write)\s*\(/.test(text)
    ? `::close(${name});`
    : `close(${name});`;
}
