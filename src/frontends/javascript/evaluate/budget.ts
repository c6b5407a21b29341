/**
 * Statements and expressions read for one file, of which each start may take half of what is left before it is given up:
 * what is beyond is beyond what can be claimed, and no start takes everything from those behind it.
 */
const PER_FILE = 40_000;

/** What every start may take. */
const LEAST = 500;

/** The most that a start behind the file's top level takes, and how much of it in other files: larger ones never told anything. */
const MOST = 8_000;
const MOST_ABROAD = 2_000;

/** How much of a file and of what it imports is read. */
export class Budget {
  private spent = 0;
  private limit = PER_FILE / 2;
  private abroad = 0;
  private limitAbroad = PER_FILE;

  get exhausted(): boolean {
    return this.spent > this.limit || this.abroad > this.limitAbroad;
  }

  /** Called for each piece of syntax; false when there has been enough. */
  spend(isAbroad: boolean): boolean {
    this.spent++;
    if (isAbroad) this.abroad++;
    return !this.exhausted;
  }

  /** One more start: first the file's top level, then what each exported function leads to. */
  begin(): void {
    const half = (PER_FILE - this.spent) / 2;
    const isTop = this.spent === 0;
    this.limit = this.spent + (isTop ? half : Math.max(LEAST, Math.min(MOST, half)));
    this.limitAbroad = isTop ? PER_FILE : MOST_ABROAD;
    this.abroad = 0;
  }

  /** Reads what the start that happens to ask first does not pay for. */
  aside(read: () => void): void {
    const { limit, spent, limitAbroad, abroad } = this;
    this.limit = PER_FILE;
    this.limitAbroad = PER_FILE;
    try {
      read();
    } finally {
      this.limit = Math.min(PER_FILE, limit + this.spent - spent);
      this.limitAbroad = limitAbroad;
      this.abroad = abroad;
    }
  }
}
