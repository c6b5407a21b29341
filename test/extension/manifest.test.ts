import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import english from '../../package.nls.json';
import chinese from '../../package.nls.zh-cn.json';
import { COMMAND_IDS } from '../../src/shared/contributions.js';
import { LANGUAGE_IDS } from '../../src/shared/language.js';
import { RULE_IDS } from '../../src/shared/rule-id.js';
import { RULE_LEVELS, settingsFrom } from '../../src/shared/settings.js';

const { commands, configuration } = manifest.contributes;

interface Setting {
  readonly default?: unknown;
  readonly scope?: string;
  readonly markdownDescription?: string;
}

const settings = new Map<string, Setting>(
  configuration.flatMap(({ properties }) => Object.entries(properties)),
);

describe('package.json', () => {
  it('declares every command of the code, in its category', () => {
    const declared = commands.map(({ command }) => command);
    expect(declared).toEqual(expect.arrayContaining(Object.values(COMMAND_IDS)));
    expect(new Set(declared).size).toBe(declared.length);
    expect(commands.filter(({ category }) => category !== 'Closewait')).toEqual([]);
  });

  it('activates for the languages Closewait reads and for debug sessions, never at once', () => {
    const languages = LANGUAGE_IDS.map((language) => `onLanguage:${language}`);
    expect(manifest.activationEvents).toEqual([...languages, 'onDebugAdapterProtocolTracker']);
  });

  it('gives every setting a default, a scope and a description', () => {
    const incomplete = [...settings].filter(
      ([, { default: value, scope, markdownDescription }]) =>
        value === undefined || scope === undefined || markdownDescription === undefined,
    );
    expect(incomplete).toEqual([]);
  });

  it('offers every rule with every level', () => {
    const rules = settings.get('closewait.rules') as { properties?: Record<string, { enum: string[] }> };
    expect(Object.keys(rules.properties ?? {})).toEqual(RULE_IDS);
    for (const { enum: levels } of Object.values(rules.properties ?? {})) expect(levels).toEqual(RULE_LEVELS);
  });

  it('has the defaults that the code takes without settings', () => {
    const value = (key: string): unknown => settings.get(`closewait.${key}`)?.default;
    const section = {
      lint: { enable: value('lint.enable') },
      rules: value('rules'),
      strict: value('strict'),
      node: { versions: value('node.versions') },
    };
    expect(settingsFrom(section)).toEqual(settingsFrom(undefined));
    for (const key of ['lint.enable', 'rules', 'strict', 'node.versions']) expect(value(key)).toBeDefined();
  });

  it('runs where the sockets are, and works in untrusted folders because it runs nothing of theirs', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe(true);
  });

  it('names only icons that are there', () => {
    const icons = manifest.contributes.views.debug.map(({ icon }) => icon);
    expect(icons.filter((icon) => !existsSync(join(import.meta.dirname, '../..', icon)))).toEqual([]);
  });

  it('has a text in each language for every key it uses, and for no other', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key);
    expect(new Set(used).size).toBe(used.length);
    expect(Object.keys(english).sort()).toEqual(used.sort());
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
  });

  it('keeps commands, settings and code in translated texts', () => {
    const fixed = (text: string): string[] => text.match(/\(command:[^)]*\)|`[^`]*`/g) ?? [];
    const texts: Readonly<Record<string, string>> = chinese;
    for (const [key, text] of Object.entries(english)) {
      expect(fixed(texts[key] ?? '').sort(), key).toEqual(fixed(text).sort());
    }
  });
});
