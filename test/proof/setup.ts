import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_CORPUS } from './node-ground.js';

/** Installs what the measured programs import and the older Node.js they run on, when it is not there. */
export default function setup(): void {
  if (installed()) return;
  console.log('Installing what the measured programs import …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: NODE_CORPUS,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('npm ci failed in test/corpus/node: the repairs cannot be proven.');
}

function installed(): boolean {
  const present = join(NODE_CORPUS, 'node_modules/.package-lock.json');
  if (!existsSync(present)) return false;
  const versions = (path: string): string => {
    const { packages } = JSON.parse(readFileSync(path, 'utf8')) as {
      packages: Record<string, { version?: string }>;
    };
    return packages['node_modules/node']?.version ?? '';
  };
  return versions(present) === versions(join(NODE_CORPUS, 'package-lock.json'));
}
