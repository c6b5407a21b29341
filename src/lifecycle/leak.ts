import type { RuleId } from '../shared/rule-id.js';
import type { Span } from '../shared/span.js';
import type { Origin } from './ir.js';

/**
 * What the solver proved: a socket from `origin` stays open, in the solver's words. Rules turn it into a message, the
 * front end that knows the syntax adds repairs.
 */
export interface Leak {
  /** What went wrong, one word per automaton case: `eof-ignored`, `path-without-close`, `never-read`. */
  readonly kind: string;
  readonly rule: RuleId;
  readonly origin: Origin;
  /** Where the socket was opened. */
  readonly opened: Span;
  /** The token that is at fault; reports stand here. */
  readonly at: Span;
  /** Steps of the path, in order of control. */
  readonly steps: readonly Step[];
  /** True when no path closes it (severity error), false when some path does. */
  readonly always: boolean;
  /** Nothing leaks yet: told only to those who ask for advice, as information. */
  readonly advice?: true;
  /** How the source names the socket, for messages: `connfd`, `socket`. */
  readonly name: string;
  /** Data the message or repair of this kind needs; keys are documented where the kind is produced. */
  readonly detail?: Readonly<Record<string, string>>;
}

export interface Step {
  readonly span: Span;
  readonly role:
    'opened' | 'end-seen' | 'error-seen' | 'stopped' | 'leaves' | 'loops' | 'overwritten' | 'note';
  readonly note?: string;
  /** Absolute path when the step is in another file. */
  readonly file?: string;
}
