import type { Span } from '../../shared/span.js';
import type { Op } from '../ir.js';
import type { Step } from '../leak.js';
import type { Fault, Open } from './fault.js';
import type { Trail, World } from './world.js';

/** What each mark on the way is worth telling. */
const SAYS: Readonly<Partial<Record<Trail['note'], { readonly role: Step['role']; readonly note: string }>>> =
  {
    consumed: { role: 'note', note: 'It is read from here on.' },
    stopped: { role: 'stopped', note: 'Reading stops here.' },
    failed: {
      role: 'error-seen',
      note: 'When this stream fails or closes, its source is unpiped and paused.',
    },
    helpless: { role: 'error-seen', note: 'After this failure nothing goes on with what waits.' },
    thrown: { role: 'leaves', note: 'An exception leaves here with the socket open.' },
    received: { role: 'note', note: 'The caller gets the response here.' },
    returned: { role: 'leaves', note: 'This way goes on with the socket open.' },
    shared: { role: 'note', note: 'The child gets a copy; this one stays open.' },
    flooded: { role: 'note', note: 'A peer that stops reading never takes all of this.' },
  };

const TOLD = { role: 'error-seen', note: 'This listener is told when it fails.' } as const;

const MOST = 5;

/** The way from the opening to where nothing more happens, in the order of control. */
export function stepsOf(open: Open, fault: Fault, world: World): Step[] {
  const steps: Step[] = [];
  for (let at = world.trail; at; at = at.before) {
    const step = stepOf(at, fault);
    if (step && !steps.some(({ span }) => span.start === step.span.start)) steps.unshift(step);
  }
  return [
    { role: 'opened', note: `It comes into being here (${open.origin.api}).`, ...spanOf(open) },
    ...steps.slice(-MOST),
  ];
}

function stepOf({ op, note }: Trail, { at }: Fault): Step | undefined {
  if (op.op === 'listen' && (op.event === 'end' || op.event === '@read'))
    return { role: 'end-seen', note: "The peer's end is seen here.", ...spanOf(op) };
  const says = note === 'failed' && op.op === 'listen' ? TOLD : SAYS[note];
  return says && (op === at || note !== 'returned') ? { ...says, ...spanOf(op) } : undefined;
}

function spanOf({ at, foreign }: Op): { span: Span; file?: string } {
  return foreign ? { span: foreign.span, file: foreign.file } : { span: at };
}
