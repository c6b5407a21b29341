/** `npm run screenshots`: takes the pictures of the README anew, in light and dark. */
import { join } from 'node:path';
import { NODE, ROOT } from './lib/paths.ts';
import { runHere } from './lib/run.ts';
import { script, Trouble } from './lib/trouble.ts';

await script(async () => {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const code = await runHere(NODE, [vitest, 'run', '--project', 'screenshots'], { cwd: ROOT });
  if (code !== 0) throw new Trouble('The pictures could not be taken.');
});
