import { spawnSync } from 'node:child_process';

/** Processor milliseconds of a program, as the shell counts them for its children; undefined when there is no such program. */
export function childCost(command: string, args: readonly string[]): number | undefined {
  if (spawnSync(command, ['--version']).error) return undefined;
  const script = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', script, 'bash', command, ...args], { encoding: 'utf8' });
  return stderr
    .trim()
    .split(' ')
    .reduce((sum, seconds) => sum + Number(seconds) * 1000, 0);
}
