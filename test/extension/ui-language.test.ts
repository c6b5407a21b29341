import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** What the extension's bundle would show, with the texts that VS Code hands out. */
async function shown(bundle: Record<string, string> | undefined): Promise<string> {
  const contents = `
    import './extension/ui-language.js';
    import { causeText } from './panel/causes.js';
    import { spanText, socketsText } from './shared/wording.js';
    export const text = [causeText('half-open').title, socketsText(2), spanText(5000)].join(' ');
  `;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(import.meta.dirname, '../../src'), loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], write: false },
  });
  const module = { exports: { text: '' } };
  const load = createRequire(import.meta.url);
  const require = (name: string): unknown => (name === 'vscode' ? { l10n: { bundle } } : load(name));
  const run = runInThisContext(`(function (module, exports, require) {${outputFiles[0]?.text ?? ''}\n})`) as (
    ...values: unknown[]
  ) => void;
  run(module, module.exports, require);
  return module.exports.text;
}

test('texts are shown in the language of VS Code, also those that are looked up while modules are loaded', async () => {
  const path = join(import.meta.dirname, '../../l10n/bundle.l10n.zh-cn.json');
  const chinese = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  expect(await shown(chinese)).toBe('半开 2 个套接字 5 s');
  expect(await shown(undefined)).toBe('Half open 2 sockets 5 s');
});
