import type { DefinitionIndex } from './definition-index.js';
import { NORETURN } from './lower/library.js';

/** Calls that end the process, and loops without a condition. */
const ENDS = new RegExp(
  String.raw`\b(?:${[...NORETURN].join('|')})\b|\bfor\s*\([^;)]*;\s*1?\s*;|\bwhile\s*\(\s*(?:1|true)\s*\)`,
  'i',
);
const CALL = /\b([A-Za-z_]\w*)\s*\(/g;

/**
 * What the text of a function in another file tells before it is read: may it never come back, may it start a program?
 * By name alone, so the answer is for all functions of that name together.
 */
export class Hearsay {
  private stops = new Map<string, boolean>();
  private revision = -1;

  constructor(private readonly index: DefinitionIndex) {}

  /** A function that never comes back ends the process or loops for ever, or has nothing but a call of one that does. */
  mayStop(name: string): boolean {
    if (this.revision !== this.index.revision) this.stops = new Map();
    this.revision = this.index.revision;
    return this.stopping(name);
  }

  mayLeave(name: string): boolean {
    return this.index.bodies(name).some((body) => /\bv?fork\b/.test(body) && /\bf?exec[lv]/.test(body));
  }

  private stopping(name: string): boolean {
    const known = this.stops.get(name);
    if (known !== undefined) return known;
    this.stops.set(name, false);
    const answer = this.index.bodies(name).some((body) => this.mayEnd(body));
    this.stops.set(name, answer);
    return answer;
  }

  private mayEnd(body: string): boolean {
    if (ENDS.test(body)) return true;
    if (/\breturn\b/.test(body)) return false;
    return [...body.matchAll(CALL)].some(([, name = '']) => this.stopping(name));
  }
}
