import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, type Source, type Workspace } from '../../src/analysis/analyze.js';
import { RULES } from '../../src/rules/index.js';
import { RULE_IDS, type RuleId } from '../../src/shared/rule-id.js';

const PAGES = join(import.meta.dirname, '../../docs/rules');
const HEADINGS = ['What it reports', 'Why', 'Examples', 'Options', 'When not to use it', 'How to disable it'];

/** What these rules look for exists in Node.js only. */
const ONLY_NODE = new Set<RuleId>(['no-unpaired-pipe', 'timeout-must-close', 'consume-response']);

/** A code block: its language, whether the page says that it is reported, and its text. */
interface Example {
  readonly language: string;
  readonly verdict: string;
  readonly code: string;
}

/** What a reader sees above a block; the rendered page does not show the word behind the language. */
const LABELS: Readonly<Record<string, string>> = { reported: 'Reported:', fine: 'Not reported:' };
const EXAMPLE = /^(.*)\n\n```(\w+) (reported|fine)\n([\s\S]*?)^```$/gm;

function page(rule: RuleId): string {
  return readFileSync(join(PAGES, `${rule}.md`), 'utf8');
}

function examplesOf(text: string): Example[] {
  return [...text.matchAll(EXAMPLE)].map(([, words = '', language = '', verdict = '', code = '']) => ({
    language,
    verdict: words === LABELS[verdict] ? verdict : `${verdict}, but labelled "${words}"`,
    code,
  }));
}

describe('rule pages', () => {
  it('are there for every rule and for nothing else', () => {
    expect(readdirSync(PAGES).sort()).toEqual(RULE_IDS.map((rule) => `${rule}.md`).sort());
  });

  it.each(RULE_IDS)('%s: says in its first lines what the rule says in lists', (rule) => {
    expect(page(rule).startsWith(`# ${rule}\n\n${RULES[rule].summary}\n`)).toBe(true);
  });

  it.each(RULE_IDS)('%s: has every heading, in order', (rule) => {
    const headings = [...page(rule).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(HEADINGS);
  });

  it.each(RULE_IDS)('%s: shows reported and fine code in each language it speaks of', (rule) => {
    const languages = ONLY_NODE.has(rule) ? ['js'] : ['js', 'c'];
    for (const language of languages) {
      const verdicts = examplesOf(page(rule))
        .filter((example) => example.language === language)
        .map(({ verdict }) => verdict);
      expect(verdicts).toEqual(verdicts.map((_, i) => (i % 2 === 0 ? 'reported' : 'fine')));
      expect(verdicts.length).toBeGreaterThan(1);
    }
  });

  it.each(RULE_IDS)('%s: tells how to disable this rule and no other', (rule) => {
    const named = [...page(rule).matchAll(/closewait\/([\w-]+)/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set([rule]));
    expect(page(rule)).toContain(`--off ${rule}`);
  });
});

describe('examples of the rule pages', () => {
  const workspace: Workspace = { read: () => undefined };
  const cases = RULE_IDS.flatMap((rule) =>
    examplesOf(page(rule)).map((example, number) => ({ rule, number: number + 1, ...example })),
  );

  it.each(cases)(
    '$rule, example $number ($language): $verdict',
    async ({ rule, language, verdict, code }) => {
      const source: Source = {
        path: `/page/example.${language === 'c' ? 'c' : 'mjs'}`,
        language: language === 'c' ? 'c' : 'javascript',
        text: code,
      };
      const { findings } = await analyze(source, workspace, { strict: rule === 'detect-dead-peer' });
      const found = [...new Set(findings.map((finding) => finding.rule))];
      expect(found).toEqual(verdict === 'reported' ? [rule] : []);
    },
  );
});
