import { basename, isAbsolute } from 'node:path';
import { errorCode, type ProcReader } from '../sampler/proc-reader.js';
import type { PidClaim } from './pid-claim.js';

/** The kernel's USER_HZ, in which proc_pid_stat(5) gives the start time. */
const TICKS_PER_SECOND = 100;
/** `btime` of /proc/stat is a whole second, and an adapter may start the program a moment before its session is seen. */
const TOLERANCE_MS = 5_000;

/** The executables that adapters of interpreted languages debug. */
const INTERPRETERS: Readonly<Record<string, RegExp>> = {
  debugpy: /py/i,
  python: /py/i,
  java: /java/i,
};

/** Adapters that give the executable's path as the process event's `name`. */
const NATIVE = new Set(['lldb-dap', 'lldb', 'cppdbg', 'gdb']);

/**
 * Whether the claimed process can be the debuggee, by what /proc tells: it exists, runs the right executable, and was
 * there before an attach but not before a launch. True where the system has no /proc. `sessionStart`: epoch ms.
 */
export function isCredible(claim: PidClaim, type: string, sessionStart: number, proc: ProcReader): boolean {
  if (claim.pid === undefined || !hasProc(proc)) return true;
  const started = startTime(claim.pid, proc);
  if (started === undefined) return proc.presence(claim.pid) !== 'gone';
  return rightTime(claim, started, sessionStart) && rightExecutable(claim, type, proc);
}

function hasProc(proc: ProcReader): boolean {
  try {
    return proc.text('/proc/stat') !== '';
  } catch {
    return false;
  }
}

function rightTime({ via, attached }: PidClaim, started: number, sessionStart: number): boolean {
  if (attached || via === 'start arguments') return started <= sessionStart + TOLERANCE_MS;
  // A terminal's shell may be an older one that is used again; a launcher may attach to what it started earlier.
  return via === 'terminal' || started >= sessionStart - TOLERANCE_MS;
}

function rightExecutable({ via, pid, program }: PidClaim, type: string, proc: ProcReader): boolean {
  // A terminal runs a shell, whatever the debuggee below it is.
  if (via === 'terminal') return true;
  const executable = executableOf(pid ?? 0, proc);
  if (executable === undefined) return true;
  const interpreter = INTERPRETERS[type];
  if (interpreter !== undefined) return interpreter.test(basename(executable));
  if (!NATIVE.has(type) || program === undefined || !isAbsolute(program)) return true;
  return basename(executable) === basename(resolved(program, proc));
}

/** The executable's path; undefined when it may not be read. A rebuilt program is marked ` (deleted)`. */
function executableOf(pid: number, proc: ProcReader): string | undefined {
  try {
    return proc.link(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
  } catch {
    return undefined;
  }
}

/** Follows symbolic links: the kernel names the target. */
function resolved(path: string, proc: ProcReader): string {
  let at = path;
  try {
    for (let depth = 0; depth < 8; depth += 1) at = proc.link(at);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
  return at;
}

/** When a process started, epoch milliseconds (proc_pid_stat(5) field 22, /proc/stat `btime`); undefined when unreadable. */
export function startTime(pid: number, proc: ProcReader): number | undefined {
  try {
    const stat = proc.text(`/proc/${pid}/stat`);
    const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
    const boot = Number(/^btime (\d+)/m.exec(proc.text('/proc/stat'))?.[1]);
    const started = (boot + ticks / TICKS_PER_SECOND) * 1_000;
    return Number.isFinite(started) ? started : undefined;
  } catch {
    return undefined;
  }
}
