import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The version that a program tells, such as `16.3`; empty where it is not installed. */
export function versionOf(command: string, args: readonly string[] = ['--version']): string {
  if (!existsSync(command)) return '';
  const { stdout } = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  return /\d+\.\d+(\.\d+)?/.exec(stdout.toString())?.[0] ?? '';
}
