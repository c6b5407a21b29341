import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { ROOT } from './paths.ts';

/** The folders whose run-time texts are translated. */
const FOLDERS = ['shared', 'sampler', 'debug', 'panel', 'extension', 'webview'];

/** Where the English texts are kept for translators; each translation lies beside it. */
export const BUNDLE = join(ROOT, 'l10n/bundle.l10n.json');

/** The English texts that the code shows (`l10n.t`), as the bundle's JSON. */
export async function textsOfCode(): Promise<string> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, 'src', folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => join(ROOT, 'src', folder, name)),
  );
  const sources = files
    .map((file) => ({ extension: '.ts' as const, contents: readFileSync(file, 'utf8') }))
    .filter(({ contents }) => contents.includes('l10n.t('));
  const texts = Object.entries(await getL10nJson(sources)).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(texts), undefined, 2)}\n`;
}
