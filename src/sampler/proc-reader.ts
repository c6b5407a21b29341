import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/**
 * Reads a proc file system. Errors are Node's system errors with `code` (ENOENT, EACCES, ESRCH).
 * The small reads are synchronous: 2.9 µs a link against 5.6-9 µs for the asynchronous form; callers slice their work.
 */
export interface ProcReader {
  list(path: string): string[];
  link(path: string): string;
  /** A file's inode number. */
  inode(path: string): number;
  /** A small file. */
  text(path: string): string;
  /** A file that may take the kernel long to produce, such as `/proc/PID/net/tcp`. */
  longText(path: string): Promise<string>;
  /** Whether a process can be signalled: `forbidden` = it exists and belongs to somebody else. */
  presence(pid: number): 'alive' | 'forbidden' | 'gone';
}

/** The proc file system of this machine. */
export const systemProc: ProcReader = {
  list: (path) => readdirSync(path),
  link: (path) => readlinkSync(path),
  inode: (path) => statSync(path).ino,
  text: (path) => readFileSync(path, 'utf8'),
  longText: (path) => readFile(path, 'utf8'),
  presence: presenceOf,
};

/** Signal 0 sends nothing and checks only (kill(2)). */
function presenceOf(pid: number): 'alive' | 'forbidden' | 'gone' {
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch (error) {
    return errorCode(error) === 'EPERM' ? 'forbidden' : 'gone';
  }
}

/** The `code` of a system error, or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
