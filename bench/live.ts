import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The sampler's figures, in a process of their own: it moves into a network namespace of its own. */
export function benchLive(): void {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, 'sampler.mjs')], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
