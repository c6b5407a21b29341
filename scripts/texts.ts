/** `npm run texts`: writes the English run-time texts of the code to l10n/bundle.l10n.json. A test says when it is stale. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { BUNDLE, textsOfCode } from './lib/texts.ts';
import { script } from './lib/trouble.ts';

await script(async () => {
  mkdirSync(dirname(BUNDLE), { recursive: true });
  writeFileSync(BUNDLE, await textsOfCode());
});
