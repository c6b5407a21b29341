import { keyOf, type Held } from './held.js';
import { Known } from './known.js';

/** One point of a path: the socket that is followed, if any yet, and what is known of everything else. Immutable. */
export class State {
  static readonly start = new State(undefined, Known.nothing);
  private text: string | undefined;

  constructor(
    readonly held: Held | undefined,
    readonly known: Known,
  ) {}

  get key(): string {
    return (this.text ??= `${keyOf(this.held)}|${this.known.key}`);
  }

  holding(held: Held | undefined): State {
    return held === this.held ? this : new State(held, this.known);
  }

  knowing(known: Known): State {
    return known === this.known ? this : new State(this.held, known);
  }
}
