import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BUNDLE, textsOfCode } from '../../scripts/lib/texts.ts';

const CHINESE = join(import.meta.dirname, '../../l10n/bundle.l10n.zh-cn.json');

function readTexts(path: string): Record<string, string> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
}

/** What stands for a value, or is code. */
function fixedParts(text: string): string[] {
  return (text.match(/\{\d+\}|`[^`\n]+`/g) ?? []).sort();
}

describe('the texts that the extension shows', () => {
  test('are all in the bundle, and no others (else: npm run texts)', async () => {
    expect(readFileSync(BUNDLE, 'utf8')).toBe(await textsOfCode());
    // A parser is started and reads some fifty files.
  }, 120_000);

  test('are looked up before anything reads them', () => {
    const first = (file: string) =>
      readFileSync(join(import.meta.dirname, '../../src', file), 'utf8').split('\n')[0];
    expect(first('extension/extension.ts')).toBe("import './ui-language.js';");
    expect(first('sampler/worker.ts')).toBe("import './worker-language.js';");
  });

  test('have a Chinese translation with the same values and code', () => {
    const [english, chinese] = [readTexts(BUNDLE), readTexts(CHINESE)];
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
    const differing = Object.entries(chinese).filter(
      ([key, text]) => fixedParts(key).join() !== fixedParts(text).join(),
    );
    expect(differing).toEqual([]);
  });
});
