import type { ObservedProcess } from '../../src/panel/observed.js';
import type { Sample, TcpSocket } from '../../src/shared/sample.js';

export const PID = 4242;
/** Epoch milliseconds at which the tests' time starts. */
export const START = 1_700_000_000_000;

export function process(change: Partial<ObservedProcess> = {}): ObservedProcess {
  const pid = change.pid ?? PID;
  return {
    key: `${pid}`,
    pid,
    root: pid,
    name: 'server.ts',
    found: 'Told by the debugger.',
    ended: false,
    picked: false,
    ...change,
  };
}

/** A socket in CLOSE_WAIT with descriptor `fd`, since `START`. */
export function socket(fd: number, change: Partial<TcpSocket> = {}): TcpSocket {
  return {
    id: `sk:${fd}`,
    state: 'CLOSE_WAIT',
    local: { address: '127.0.0.1', port: 8080 },
    peer: { address: '127.0.0.1', port: 50_000 + fd },
    holders: [{ pid: PID, fd }],
    role: 'accepted',
    unreadBytes: 0,
    unsentBytes: 0,
    since: START,
    sinceExact: true,
    keepaliveMs: undefined,
    ...change,
  };
}

export function sample(at: number, closeWait: readonly TcpSocket[], change: Partial<Sample> = {}): Sample {
  return { at, tookMs: 9, closeWait, counts: { CLOSE_WAIT: closeWait.length }, ...change };
}
