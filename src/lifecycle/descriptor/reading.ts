import type { Op } from '../ir.js';
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
/** After the FIN a peek shows the same short rest for ever (measured); one byte is the shortest. */
const SHORT_REST: Outcome = { count: exactly(1), phase: 'eof' };
const RETRY: readonly Errno[] = ['EAGAIN', 'EINTR'];

/** The states after a read of the socket: data, EOF, try again, error. `errno` is left alone unless the read fails. */
export function readOutcomes(op: Read, state: State, held: Held): State[] {
  return outcomes(held.phase, op.peek ?? false).map((outcome) => {
    const numbers = op.result === undefined ? state.known : state.known.set(op.result, outcome.count);
    const known = outcome.errno ? numbers.withErrno(outcome.errno) : numbers;
    return state.knowing(known).holding(entered(held, outcome.phase, op));
  });
}

/**
 * In CLOSE_WAIT a read gives 0, every time, and never an error; after a hard error it gives 0 too (measured on
 * Linux: ECONNRESET, 0, 0, ...).
 */
function outcomes(phase: Phase, peek: boolean): readonly Outcome[] {
  if (phase === 'eof') return peek ? [EOF, SHORT_REST] : [EOF];
  if (phase === 'error') return [EOF];
  const alive: readonly Outcome[] = [
    { count: POSITIVE, phase },
    { count: exactly(-1), phase, errno: RETRY },
  ];
  if (phase === 'ended') return [...alive, { count: exactly(0), phase }];
  return [...alive, { count: exactly(-1), phase: 'error', errno: ['*'] }, EOF, ...(peek ? [SHORT_REST] : [])];
}

function entered(held: Held, phase: Phase, op: Read): Held {
  if (phase === held.phase) return held;
  const role = phase === 'eof' ? 'end-seen' : 'error-seen';
  return stepped({ ...held, phase }, { span: op.at, role });
}
