import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analysis/analyze.js';
import { isCFamily, languageOf } from '../../src/shared/language.js';
import { mutated, seeded } from './corpus/mutate.js';
import { programs } from './corpus/program.js';
import { workspaceOf } from './corpus/reports.js';

/**
 * ROBUSTNESS=full looks at every prefix and at 10,000 mutations a language, which takes hours; ROBUSTNESS=3/40 at the third of
 * forty parts of them. By default a fixed sample of both.
 */
const [, PART = 1, PARTS = 1] = /^(\d+)\/(\d+)$/.exec(process.env['ROBUSTNESS'] ?? '')?.map(Number) ?? [];
const FULL = process.env['ROBUSTNESS'] === 'full' || PARTS > 1;
const PREFIX_STRIDE = FULL ? 1 : 331;
const MUTATIONS = FULL ? 10_000 : 400;
const SEED = 20_261_122;
/** Processor milliseconds that no analysis may take. */
const LIMIT_MS = 1_000;
const TIMEOUT_MS = FULL ? 7_200_000 : 120_000;

interface Text {
  readonly path: string;
  readonly text: string;
}

const files = [...new Set(programs().flatMap((program) => program.files))];
const texts: Text[] = files.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const inC = texts.filter(({ path }) => isCFamily(languageOf(path) ?? 'javascript'));
const inJavaScript = texts.filter(({ path }) => !isCFamily(languageOf(path) ?? 'c'));
const languages = [
  ['JavaScript and TypeScript', inJavaScript],
  ['C and C++', inC],
] as const;

/** What went wrong, in a sentence; undefined when nothing did. */
async function trouble({ path, text }: Text): Promise<string | undefined> {
  const language = languageOf(path);
  if (!language) return undefined;
  const before = process.cpuUsage();
  try {
    const workspace = workspaceOf(new Map([[path, text]]));
    const { findings } = await analyze({ path, language, text }, workspace, { strict: true });
    findings.forEach(({ repairs }) => repairs.length);
  } catch (error) {
    return `${path} of ${text.length}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${text}`;
  }
  const { user, system } = process.cpuUsage(before);
  const spent = (user + system) / 1000;
  return spent > LIMIT_MS ? `${path} of ${text.length}: ${spent.toFixed(0)} ms\n${text}` : undefined;
}

async function troubles(all: Iterable<Text>): Promise<string[]> {
  const found: string[] = [];
  let count = 0;
  for (const text of all) {
    if (count++ % PARTS !== PART - 1) continue;
    const one = await trouble(text);
    if (one !== undefined) found.push(one);
    if (found.length >= 5) break;
  }
  return found;
}

function first([text]: readonly Text[]): Text {
  if (!text) throw new RangeError('no programs');
  return text;
}

function* prefixes(all: readonly Text[]): Generator<Text> {
  for (const [index, { path, text }] of all.entries()) {
    // Each file starts at another offset, so that the sample meets different places.
    for (let end = index % PREFIX_STRIDE; end < text.length; end += PREFIX_STRIDE)
      yield { path, text: text.slice(0, end) };
  }
}

function* mutations(all: readonly Text[]): Generator<Text> {
  const random = seeded(SEED);
  for (let count = 0; count < MUTATIONS; count++) {
    const original = all[Math.floor(random() * all.length)];
    if (original) yield { path: original.path, text: mutated(original.text, random) };
  }
}

describe.each(languages)('bad input in %s', (_, all) => {
  it('half-typed: no prefix of a file stops the analysis', { timeout: TIMEOUT_MS }, async () => {
    // The first analysis loads the parser.
    await trouble(first(all));
    expect(await troubles(prefixes(all))).toEqual([]);
  });

  it('garbled: no mutation of a file stops the analysis', { timeout: TIMEOUT_MS }, async () => {
    await trouble(first(all));
    expect(await troubles(mutations(all))).toEqual([]);
  });
});
