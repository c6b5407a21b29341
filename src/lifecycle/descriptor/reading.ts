import type { Op } from '../ir.js';
import type { Step } from '../leak.js';
import { stepped, type Held, type Phase } from './held.js';
import { exactly, POSITIVE, type Interval } from './interval.js';
import type { Errno } from './known.js';
import type { State } from './state.js';

type Read = Extract<Op, { op: 'read' }>;

/** One way a read can end. */
interface Outcome {
  readonly count: Interval;
  readonly phase: Phase;
  readonly errno?: readonly Errno[];
}

const EOF: Outcome = { count: exactly(0), phase: 'eof' };
const DATA: Outcome = { count: POSITIVE, phase: 'open' };
const RETRY: Outcome = { count: exactly(-1), phase: 'retry', errno: ['EAGAIN', 'EINTR'] };
const ERROR: Outcome = { count: exactly(-1), phase: 'error', errno: ['*'] };
/** After the FIN a peek shows the same short rest for ever (measured); one byte is the shortest. */
const REST: Outcome = { count: exactly(1), phase: 'rest' };
/** What FIONREAD tells: 0 before the FIN is no EOF, and it does not fail on a socket (ioctl_tty(2), tcp(7)). */
const COUNTED: Outcome = { count: { low: 0, high: Infinity }, phase: 'open' };
const ENDED: readonly Outcome[] = [DATA, RETRY, EOF].map((outcome) => ({ ...outcome, phase: 'ended' }));

/** The states after a read of the socket: data, EOF, try again, error. `errno` is left alone unless the read fails. */
export function readOutcomes(op: Read, state: State, held: Held): State[] {
  return outcomes(held.phase, op).map((outcome) => {
    const numbers = op.result === undefined ? state.known : state.known.set(op.result, outcome.count);
    const known = outcome.errno ? numbers.withErrno(outcome.errno) : numbers;
    return state.knowing(known).holding(entered(held, outcome.phase, op));
  });
}

/**
 * In CLOSE_WAIT a read gives 0, every time, and never an error; after a hard error it gives 0 too (measured on
 * Linux: ECONNRESET, 0, 0, ...).
 */
function outcomes(phase: Phase, { peek, asks }: Read): readonly Outcome[] {
  if (phase === 'eof' || phase === 'error') return [EOF];
  if (phase === 'rest') return [peek ? REST : DATA];
  if (phase === 'ended') return ENDED;
  if (asks) return [COUNTED, EOF, REST];
  return [DATA, RETRY, ERROR, EOF, ...(peek ? [REST] : [])];
}

const ROLES: Readonly<Partial<Record<Phase, Step['role']>>> = {
  eof: 'end-seen',
  rest: 'end-seen',
  error: 'error-seen',
  retry: 'error-seen',
};

function entered(before: Held, phase: Phase, op: Read): Held {
  const held = op.result === undefined ? before : { ...before, count: op.result };
  if (phase === held.phase) return held;
  const role = ROLES[phase];
  return role ? stepped({ ...held, phase }, { span: op.at, role }) : { ...held, phase };
}
