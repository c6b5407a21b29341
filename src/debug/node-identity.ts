import { setImmediate as nextTurn } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import type { ProcReader } from '../sampler/proc-reader.js';
import { fieldsOf, pidOf, type Session } from './session.js';

/** Longest wait for an answer: a root session of js-debug never answers, with no error either. */
const TIMEOUT_MS = 3_000;
/** Processes that are looked at without a pause, some 20 µs each. */
const AT_A_STRETCH = 64;

/** One expression, as the `clipboard` context wants it; works in CommonJS, ESM and worker threads. */
const EXPRESSION = `(() => {
  const load = typeof require === 'function' ? require : (name) => process.getBuiltinModule(name);
  const fs = load('fs');
  const read = (how) => { try { return how(); } catch { return ''; } };
  return JSON.stringify({
    pid: process.pid,
    host: load('os').hostname(),
    boot: read(() => fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    pidSpace: read(() => fs.readlinkSync('/proc/self/ns/pid')),
  });
})()`;

/** Where a Node.js program runs, as it says itself. */
export interface NodeIdentity {
  /** In its own pid namespace. */
  readonly pid: number;
  readonly host: string;
  /** /proc/sys/kernel/random/boot_id, unique per boot of a kernel (random(4)); empty where there is none. */
  readonly boot: string;
  /** The link /proc/self/ns/pid (namespaces(7)); empty where there is none. */
  readonly pidSpace: string;
}

/** The process of a Node.js program on this host, or the host it runs on. */
export type NodePlace = { readonly pid: number } | { readonly remote: string };

/** Asks the program of a js-debug session. Undefined when it did not answer in time or not understandably. */
export async function askNode(session: Session, timeoutMs = TIMEOUT_MS): Promise<NodeIdentity | undefined> {
  const body = await within(
    timeoutMs,
    session.request('evaluate', { expression: EXPRESSION, context: 'clipboard' }),
  ).catch(() => undefined);
  const { pid, host, boot, pidSpace } = fieldsOf(decode(fieldsOf(body)['result']));
  const number = pidOf(pid);
  if (number === undefined) return undefined;
  return { pid: number, host: text(host), boot: text(boot), pidSpace: text(pidSpace) };
}

/**
 * Finds the program among the processes of this host: the same boot id means the same kernel; in another pid namespace
 * (a container) the process is the one whose innermost `NSpid` (proc_pid_status(5)) is the told pid.
 */
export async function placeOf(told: NodeIdentity, proc: ProcReader, hostName: string): Promise<NodePlace> {
  const boot = read(() => proc.text('/proc/sys/kernel/random/boot_id').trim());
  if (boot === '' || told.boot === '')
    return told.host === hostName ? { pid: told.pid } : { remote: told.host };
  if (boot !== told.boot) return { remote: told.host };
  if (told.pidSpace === read(() => proc.link('/proc/self/ns/pid'))) return { pid: told.pid };
  const pid = await memberOf(proc, told);
  return pid === undefined ? { remote: l10n.t('a container on this host ({0})', told.host) } : { pid };
}

/** A host may run thousands of processes: the extension host gets its turn in between. */
async function memberOf(proc: ProcReader, told: NodeIdentity): Promise<number | undefined> {
  const names = proc.list('/proc').filter((name) => /^\d+$/.test(name));
  for (const [index, name] of names.entries()) {
    if (isMember(proc, name, told)) return Number(name);
    if (index % AT_A_STRETCH === AT_A_STRETCH - 1) await nextTurn();
  }
  return undefined;
}

function isMember(proc: ProcReader, name: string, told: NodeIdentity): boolean {
  if (read(() => proc.link(`/proc/${name}/ns/pid`)) !== told.pidSpace) return false;
  const status = read(() => proc.text(`/proc/${name}/status`));
  return /^NSpid:.*?(\d+)$/m.exec(status)?.[1] === `${told.pid}`;
}

/** `clipboard` results are JSON text; a string in them is encoded once more. */
function decode(result: unknown): unknown {
  let value = result;
  for (let layer = 0; layer < 2 && typeof value === 'string'; layer += 1) {
    try {
      value = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  return value;
}

/** Rejects after `ms` when `work` has not settled; the work itself goes on unheard. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(l10n.t('No answer within {0} ms.', ms)));
    }, ms);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

function read(how: () => string): string {
  try {
    return how();
  } catch {
    return '';
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
