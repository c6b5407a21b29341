import { readdir, readFile } from 'node:fs/promises';
import type { DescriptorUse } from './forecast.js';

/** Reads of a proc file system; recorded in tests. */
export interface DescriptorReader {
  list(path: string): Promise<readonly string[]>;
  text(path: string): Promise<string>;
}

const SYSTEM: DescriptorReader = { list: (path) => readdir(path), text: (path) => readFile(path, 'utf8') };

/**
 * The open descriptors of a process and its soft limit, from /proc/PID/fd and /proc/PID/limits (proc_pid_limits(5)).
 * Undefined where there is no such file system, no permission, or no limit.
 */
export async function descriptorUse(pid: number, reader = SYSTEM): Promise<DescriptorUse | undefined> {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(await reader.text(`/proc/${pid}/limits`))?.[1];
    if (limit === undefined) return undefined;
    return { open: (await reader.list(`/proc/${pid}/fd`)).length, limit: Number(limit) };
  } catch {
    return undefined;
  }
}
