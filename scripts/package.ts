/** `npm run package`: builds the VSIX afresh when its sources changed, and prints what it weighs. */
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './lib/paths.ts';
import { script } from './lib/trouble.ts';
import { ensureVsix } from './lib/vsix.ts';

await script(async () => {
  const { path } = await ensureVsix();
  console.log(`${relative(ROOT, path)}: ${(statSync(path).size / 1024 / 1024).toFixed(2)} MiB`);
});
