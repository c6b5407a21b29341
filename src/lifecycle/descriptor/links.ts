import type { Moves } from './moves.js';
import { wholeOf, type Store } from './stores.js';

/** The stores a socket may get to. */
export interface Reached {
  readonly names: ReadonlySet<Store>;
  /** From some of them it leaves the module. */
  readonly escapes: boolean;
}

/** From which store to which a socket may get in a module, by the moves of all its functions. */
export class Links {
  private readonly next = new Map<Store, Set<Store>>();
  private readonly escaped = new Set<Store>();
  private readonly reached = new Map<string, Reached>();

  constructor(private readonly all: readonly Moves[]) {
    for (const { links, escapes } of all) {
      for (const [from, to] of links) this.link(from, to);
      for (const store of escapes) this.escaped.add(store);
    }
    this.linkMembers();
  }

  /** True when other moves would give the same links. */
  isOf(all: readonly Moves[]): boolean {
    return all.length === this.all.length && all.every((moves, i) => this.all[i]?.key === moves.key);
  }

  /** The stores themselves, and all that can be got to from there. */
  from(start: readonly Store[]): Reached {
    const key = start.join('\n');
    const known = this.reached.get(key);
    if (known) return known;
    const names = new Set(start);
    for (const store of names) for (const to of this.next.get(store) ?? []) names.add(to);
    const reached = { names, escapes: [...names].some((store) => this.escaped.has(store)) };
    this.reached.set(key, reached);
    return reached;
  }

  /** The members of a record and of its copy, or of two pointers to it: what is known by type is one store already. */
  private linkMembers(): void {
    const members = this.members();
    for (const { wholes } of this.all)
      for (const [from, to] of wholes) {
        if (from === to) continue;
        for (const member of [...(members.get(from) ?? []), ...(members.get(to) ?? [])]) {
          this.link(from + member, to + member);
          this.link(to + member, from + member);
        }
      }
  }

  private members(): Map<Store, Set<string>> {
    const members = new Map<Store, Set<string>>();
    const note = (store: Store): void => {
      const cut = store.indexOf('.', 1);
      if (cut < 0) return;
      const whole = store.slice(0, cut);
      members.set(whole, (members.get(whole) ?? new Set()).add(store.slice(cut)));
    };
    for (const [from, to] of this.next) [from, ...to].forEach(note);
    for (const { uses } of this.all) for (const [store] of uses) note(store);
    return members;
  }

  private link(from: Store, to: Store): void {
    this.linksOf(from).add(to);
    const whole = recordOf(to);
    if (whole !== undefined) this.linksOf(to).add(whole);
  }

  private linksOf(store: Store): Set<Store> {
    const links = this.next.get(store) ?? new Set();
    this.next.set(store, links);
    return links;
  }
}

/** `{conn}` for `{conn}.fd`. */
function recordOf(store: Store): Store | undefined {
  if (!store.startsWith('{')) return undefined;
  const [, type] = /^\{(.+)\}\./.exec(store) ?? [];
  return type === undefined ? undefined : wholeOf(type);
}
