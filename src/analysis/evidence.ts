import type { Leak, Step } from '../lifecycle/leak.js';
import type { Evidence } from '../shared/finding.js';

/** What each kind of step says when the solver had nothing more telling. */
const SAYS: Readonly<Record<Step['role'], (name: string) => string>> = {
  opened: (name) => `${name} is opened here.`,
  'end-seen': () => "The peer's EOF is seen here.",
  'error-seen': () => 'The error is seen here.',
  stopped: (name) => `${name} is no longer read from here on.`,
  leaves: (name) => `This way leaves ${name} open.`,
  loops: (name) => `From here it goes on with ${name} still open.`,
  overwritten: (name) => `The only name of ${name} is overwritten here.`,
  note: (name) => `${name} is used here.`,
};

/** The single words that the descriptor solver notes beside a step. */
const WORDS: Readonly<Record<string, (name: string) => string>> = {
  overwritten: (name) => `The last name of ${name} is overwritten here while it is still open.`,
  again: (name) =>
    `The loop goes on and comes here again: the last name of ${name} is overwritten while it is still open.`,
  scope: (name) => `The last name of ${name} goes out of scope here while it is still open.`,
  freed: (name) => `What holds ${name} is freed here while it is still open.`,
  wiped: (name) => `What holds ${name} is wiped here while it is still open.`,
  erased: (name) => `What holds ${name} is erased here while it is still open.`,
  leaves: (name) => `This way leaves ${name} open.`,
  shutdown: (name) => `shutdown() ends the connection here; the descriptor ${name} stays.`,
  exec: () => 'The program started here inherits it.',
};

/** A step in a sentence. A note is a sentence already, one of WORDS, or the call that opens. */
function told({ role, note }: Step, name: string): string {
  if (note === undefined) return SAYS[role](name);
  const opens = role === 'opened' && /^\w+$/.test(note);
  return opens ? `${name} is opened here by ${note}().` : (WORDS[note]?.(name) ?? note);
}

/** A leak's path in the order of control, each step a place to look at. */
export function evidenceOf(leak: Leak): Evidence[] {
  return leak.steps.map((step) => ({
    span: step.span,
    message: told(step, leak.name),
    ...(step.file === undefined ? {} : { file: step.file }),
  }));
}
