import { lastName, type DefinitionIndex } from './definition-index.js';
import type { FunctionEntry, RecordInfo } from './outline.js';
import type { FileUnit } from './unit.js';

const OPENING = String.raw`(?:accept4?|WSAAccept|socket|WSASocket[AW]?)`;
/** A call that makes a socket, or a macro that stands for the function. */
const OPENS = new RegExp(String.raw`\b${OPENING}\s*\(|^[ \t]*#[ \t]*define[ \t].*\b${OPENING}\b`, 'm');
const OPENER = new RegExp(String.raw`\b${OPENING}\b`);

/** How a file is read, and which of its functions hand a socket to their callers, as far as makers are known now. */
export interface Reading {
  unit(path: string): FileUnit | undefined;
  handingOut(unit: FileUnit): (entry: FunctionEntry) => boolean;
}

/** A name by which a socket is come by, and how texts mention it. */
interface Maker {
  readonly name: string;
  readonly mention: RegExp;
  /** A class whose constructor makes the socket: so does that of a class with such a member or base. */
  readonly isClass: boolean;
}

/**
 * The names by which a project's files can come by a socket: functions that hand one out, found upwards from the calls
 * that make one, macros that stand for either, and classes made of such. A text that mentions none of them, nor makes
 * a socket itself, has none and need not be parsed. A name stays once it is found: one too many costs a parse.
 */
export class Makers {
  private readonly names = new Map<string, Maker>();
  private readonly examined = new Map<string, string>();
  private revision = -1;

  constructor(private readonly index: DefinitionIndex) {}

  has(name: string): boolean {
    return this.names.has(lastName(name));
  }

  areMentioned(text: string): boolean {
    if (OPENS.test(text)) return true;
    for (const { name, mention } of this.names.values())
      if (text.includes(name) && mention.test(text)) return true;
    return false;
  }

  /** Looks at what has changed, and from there at whatever mentions a new name. */
  update(reading: Reading): void {
    if (this.revision === this.index.revision) return;
    this.revision = this.index.revision;
    const fresh: Maker[] = [];
    for (const [path, text] of this.index.texts()) {
      if (this.examined.get(path) === text) continue;
      this.examined.set(path, text);
      if (OPENS.test(text)) fresh.push(...this.found(reading.unit(path), OPENER, false, reading));
      for (const maker of this.names.values()) fresh.push(...this.mentioning(maker, path, text, reading));
    }
    for (const maker of fresh)
      for (const [path, text] of this.index.texts())
        fresh.push(...this.mentioning(maker, path, text, reading));
  }

  private mentioning(maker: Maker, path: string, text: string, reading: Reading): Maker[] {
    if (!text.includes(maker.name) || !maker.mention.test(text)) return [];
    return this.found(reading.unit(path), maker.mention, maker.isClass, reading);
  }

  /** What a file adds: whatever mentions a known name and passes the socket on. */
  private found(unit: FileUnit | undefined, mention: RegExp, isClass: boolean, reading: Reading): Maker[] {
    if (!unit) return [];
    const { macros, outline } = unit.parsed;
    const handsOut = reading.handingOut(unit);
    const wrapping = [...macros.values()].filter(({ body }) => mention.test(body));
    const handing = outline.functions.filter(
      (entry) =>
        canGive(entry) && !this.names.has(nameFor(entry)) && mention.test(entry.text) && handsOut(entry),
    );
    const holding = isClass
      ? [...outline.records.values()].filter((record) => isMadeOf(record, mention))
      : [];
    return [
      ...wrapping.map(({ name, params }) => makerOf(name, params === undefined, false)),
      ...handing.map((entry) => makerOf(nameFor(entry), isConstructor(entry), isConstructor(entry))),
      ...holding.map(({ name }) => makerOf(name, true, true)),
    ].filter((maker) => this.add(maker));
  }

  private add(maker: Maker): boolean {
    const { name } = maker;
    if (this.names.has(name) || !/^\w+$/.test(name) || OPENER.test(name)) return false;
    this.names.set(name, maker);
    return true;
  }
}

function makerOf(name: string, isWord: boolean, isClass: boolean): Maker {
  return {
    name,
    isClass,
    mention: new RegExp(isWord ? String.raw`\b${name}\b` : String.raw`\b${name}\s*[(<]`),
  };
}

/** It has a way to give something to its caller: a result, a pointer, an object. */
function canGive({ returns, params, owner, name }: FunctionEntry): boolean {
  if (name === 'main') return false;
  const result = returns.name !== 'void' || returns.pointer;
  return (
    result || owner !== undefined || params.some(({ type }) => type.pointer || type.reference || type.array)
  );
}

function isMadeOf({ bases, fields }: RecordInfo, mention: RegExp): boolean {
  const parts = [...fields.values()].flatMap(({ type }) => (type.pointer ? [] : [type.name]));
  return [...bases, ...parts].some((part) => mention.test(part));
}

/** An operator is met by the class it belongs to. */
function nameFor({ name, owner }: FunctionEntry): string {
  const last = lastName(name);
  return /^\w+$/.test(last) ? last : (owner ?? last);
}

function isConstructor(entry: FunctionEntry): boolean {
  return nameFor(entry) === entry.owner;
}
