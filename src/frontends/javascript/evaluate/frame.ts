import type { Place } from '../../../lifecycle/ir.js';
import { vague } from '../../../lifecycle/ir.js';
import type { Value } from '../values.js';
import { either, streamsIn } from '../values.js';
import type { SourceModule } from '../modules/source-module.js';

/** An activation of a function. */
export interface Entered {
  readonly node: object;
  readonly frame: Frame;
  readonly self: Value | undefined;
}

/** A variable: all it was ever given. */
export class Slot {
  private known: Value | undefined;
  /** It was given something of which even the path does not know which of several sockets it is. */
  isMixed = false;

  constructor(
    value: Value | undefined,
    /** Where its constants are tracked along paths. */
    readonly place: string,
    readonly writable: boolean,
    /** What it holds, found out when it is first asked for: an imported name. */
    private make?: () => Value,
  ) {
    this.known = value;
  }

  get value(): Value | undefined {
    const { make } = this;
    if (!make) return this.known;
    this.make = undefined;
    this.known = make();
    return this.known;
  }

  set value(value: Value | undefined) {
    this.known = value;
  }

  /** Gives it one more value, which it holds from here on along the path. */
  add(value: Value): void {
    this.isMixed ||= streamsIn(value).length > 1;
    this.value = either(this.value, value);
  }
}

const NONE: ReadonlyMap<string, Slot> = new Map();

/** One activation of a function, or a block with names of its own. */
export class Frame {
  /** Made with the first name: most blocks never declare one. */
  private slots: Map<string, Slot> | undefined;
  /** `var`s that one round of a loop has to itself. */
  confined: ReadonlySet<string> | undefined;

  constructor(
    readonly id: number,
    readonly parent: Frame | undefined,
    /** The nearest function's frame: where `var` goes. */
    readonly isFunction: boolean,
    readonly module: SourceModule,
    /** The activations that led here, this one's last: who enters a function again does so where it ran before. */
    readonly stack: readonly Entered[],
    /** Several activations run here, or in what surrounds it, and are not told apart. */
    readonly isVague: boolean = parent?.isVague ?? false,
  ) {}

  find(name: string): Slot | undefined {
    return this.slots?.get(name) ?? this.parent?.find(name);
  }

  /** True for variables that outlive one connection: those of the module. */
  get isTop(): boolean {
    return this.parent === undefined || (!this.isFunction && this.parent.isTop);
  }

  /** The sockets that can be named here, each by its nearest name. */
  streamNames(found = new Map<string, string>()): Map<string, string> {
    for (const [name, { value }] of this.slots ?? NONE) {
      if (name === 'arguments' || name === 'this' || value?.kind !== 'stream') continue;
      if (!found.has(value.place)) found.set(value.place, name);
    }
    return this.parent && !this.parent.isTop ? this.parent.streamNames(found) : found;
  }

  /** The sockets that a name here may stand for. */
  streamsHeld(found = new Set<Place>()): Set<Place> {
    for (const [name, { value }] of this.slots ?? NONE)
      if (value && name !== 'arguments') for (const { place } of streamsIn(value)) found.add(place);
    return this.parent && !this.parent.isTop ? this.parent.streamsHeld(found) : found;
  }

  /** What the names of a block hold; with those around it, up to the function's own. */
  blockNames(around: boolean): (readonly [string, Value])[] {
    if (this.isFunction) return [];
    const own = [...(this.slots ?? NONE)].flatMap(([name, { value }]) =>
      value ? [[name, value] as const] : [],
    );
    return around ? [...own, ...(this.parent?.blockNames(around) ?? [])] : own;
  }

  /** What the names hold that end where a way leaves the function, or leaves for the catch in `stop`. */
  namesUntil(stop: Frame | undefined): (readonly [string, Value])[] {
    if (this === stop) return [];
    const own = [...(this.slots ?? NONE)].flatMap(([name, { value, writable }]) =>
      value && !(this.isFunction && writable) ? [[name, value] as const] : [],
    );
    return this.isFunction ? own : [...own, ...(this.parent?.namesUntil(stop) ?? [])];
  }

  /** Whether one of the names of this activation stands for a socket: its function is about it. */
  holdsStream(): boolean {
    for (const [name, { value }] of this.slots ?? NONE)
      if (name !== 'arguments' && value && streamsIn(value).length > 0) return true;
    return !this.isFunction && (this.parent?.holdsStream() ?? false);
  }

  owner(name: string): Frame | undefined {
    return this.slots?.has(name) ? this : this.parent?.owner(name);
  }

  declare(name: string, value: Value | undefined, kind: 'var' | 'let' | 'const'): Slot {
    const frame = kind === 'var' ? this.frameOfVar(name) : this;
    const old = frame.slots?.get(name);
    if (old) {
      if (value) old.add(value);
      return old;
    }
    const slot = new Slot(undefined, frame.placeOf(name), kind !== 'const');
    if (value) slot.add(value);
    frame.add(name, slot);
    return slot;
  }

  /** A name whose value is found out when somebody asks for it. */
  declareLazily(name: string, make: () => Value): void {
    this.add(name, new Slot(undefined, this.placeOf(name), false, make));
  }

  private placeOf(name: string): Place {
    const place = `${name}#${this.id}`;
    return this.isVague ? vague(place) : place;
  }

  private add(name: string, slot: Slot): void {
    this.slots ??= new Map<string, Slot>();
    this.slots.set(name, slot);
  }

  private frameOfVar(name: string): Frame {
    return this.isFunction || !this.parent || this.confined?.has(name) ? this : this.parent.frameOfVar(name);
  }
}
