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

/** A leak's path in the order of control, each step a place to look at. */
export function evidenceOf(leak: Leak): Evidence[] {
  return leak.steps.map(({ span, role, note, file }) => ({
    span,
    message: note ?? SAYS[role](leak.name),
    ...(file === undefined ? {} : { file }),
  }));
}
