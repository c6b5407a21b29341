import { rowId, type SocketRow } from './socket-row.js';

/** Two clocks that agree within this are taken to tell of the same event. */
const TOLERANCE_MS = 250;
/** Looks nearer than this tell the time of an arrival well enough to call it exact. */
const SHORT_MS = 3_000;

/** Since when a socket is in its state. */
export interface Age {
  /** Epoch milliseconds. */
  readonly since: number;
  /** False = at least since. */
  readonly exact: boolean;
}

/**
 * Remembers since when each socket is in CLOSE_WAIT. The kernel keeps no time of entry; the last ACK's arrival is the
 * FIN's as long as the connection is silent, and later else. So the earliest of all that was seen is kept.
 */
export class Ages {
  #ages = new Map<string, Age>();
  #lastLook: number | undefined;

  /** Entries kept, for watching that memory stays flat. */
  get size(): number {
    return this.#ages.size;
  }

  /** Takes one look at `rows` at epoch milliseconds `at`; sockets that are not among them are forgotten. */
  look(rows: readonly SocketRow[], at: number): void {
    const before = this.#ages;
    this.#ages = new Map(rows.map((row) => [rowId(row), this.#age(row, at, before.get(rowId(row)))]));
    this.#lastLook = at;
  }

  /** The age of a row of the last look. */
  of(row: SocketRow): Age {
    return this.#ages.get(rowId(row)) ?? { since: this.#lastLook ?? 0, exact: false };
  }

  #age(row: SocketRow, at: number, known: Age | undefined): Age {
    if (known?.exact === true) return known;
    const byAck = row.sinceAckMs === undefined ? undefined : at - row.sinceAckMs;
    if (known === undefined) return this.#firstAge(row, at, byAck);
    return byAck !== undefined && byAck < known.since ? { since: byAck, exact: false } : known;
  }

  #firstAge(row: SocketRow, at: number, byAck: number | undefined): Age {
    if (byAck === undefined) return { since: at, exact: false };
    // It was not here at the look before: the FIN came since then, at the last ACK or shortly before.
    const lastLook = this.#lastLook ?? -Infinity;
    const arrived = at - lastLook <= SHORT_MS && byAck >= lastLook - TOLERANCE_MS;
    return { since: byAck, exact: arrived || silentSince(row) };
  }
}

/** Nothing can have moved the last ACK after the FIN: we sent no data since, and no keepalive probe is running. */
function silentSince(row: SocketRow): boolean {
  if (row.keepaliveMs !== undefined || row.sendQueue > 0) return false;
  return row.sinceSentMs === undefined || row.sinceSentMs > (row.sinceAckMs ?? 0) + TOLERANCE_MS;
}
