import { readlinkSync } from 'node:fs';
import { startTime } from '../../../src/debug/process-identity.ts';
import { systemProc } from '../../../src/sampler/proc-reader.ts';
import type { Recorded } from './recorded.ts';

/** What /proc says of a process. `began`: when the recording did, epoch milliseconds. */
export function factsOf(pid: number, began: number): Recorded['processes'][string] {
  const started = startTime(pid, systemProc);
  if (started === undefined) throw new Error(`Process ${pid} has gone.`);
  return { exe: readlinkSync(`/proc/${pid}/exe`), startedAfter: (started - began) / 1_000 };
}
