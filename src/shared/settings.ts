import { RULE_IDS, isRuleId, type RuleId } from './rule-id.js';
import type { Severity } from './finding.js';

/** What a user can say about one rule; without a word the evidence decides. */
export const RULE_LEVELS = ['off', 'information', 'warning', 'error'] as const;

export type RuleLevel = (typeof RULE_LEVELS)[number];

/** The section of all settings: `closewait.lint.enable` and so on. */
export const SETTINGS_SECTION = 'closewait';

/** The settings of the static half, per resource. */
export interface Settings {
  /** `closewait.lint.enable` */
  readonly enable: boolean;
  /** `closewait.rules` */
  readonly rules: ReadonlyMap<RuleId, RuleLevel>;
  /** `closewait.strict` */
  readonly strict: boolean;
  /** `closewait.node.versions`: major versions such as `24`; empty = what the project says. */
  readonly nodeVersions: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = { enable: true, rules: new Map(), strict: false, nodeVersions: [] };

/**
 * Reads the `closewait` section as a client sends it. Tolerant: what is missing or of the wrong type takes its
 * default, unknown rules and levels are left out. Never throws.
 */
export function settingsFrom(section: unknown): Settings {
  const root = recordFrom(section);
  return {
    enable: recordFrom(root['lint'])['enable'] !== false,
    rules: rulesFrom(root['rules']),
    strict: root['strict'] === true,
    nodeVersions: versionsFrom(recordFrom(root['node'])['versions']),
  };
}

/** The rules that `settings` switches off. */
export function rulesOff(settings: Settings): ReadonlySet<RuleId> {
  return new Set(RULE_IDS.filter((rule) => settings.rules.get(rule) === 'off'));
}

/** The severity the user sees: their own word for the rule, else what the evidence says. */
export function severityOf(rule: RuleId, byEvidence: Severity, settings: Settings): Severity {
  const level = settings.rules.get(rule);
  return level === undefined || level === 'off' ? byEvidence : level;
}

function rulesFrom(value: unknown): Map<RuleId, RuleLevel> {
  const rules = new Map<RuleId, RuleLevel>();
  for (const [name, level] of Object.entries(recordFrom(value))) {
    const rule = name.replace(/^closewait\//, '');
    if (isRuleId(rule) && isRuleLevel(level)) rules.set(rule, level);
  }
  return rules;
}

function versionsFrom(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.map(nodeVersionFrom).filter((version) => version !== undefined);
}

/** A Node.js version such as `24` or `22.12`, without the `v` people write before it; undefined when it is none. */
export function nodeVersionFrom(value: unknown): string | undefined {
  const [, version] = /^v?(\d+(?:\.\d+)*)$/.exec(String(value)) ?? [];
  return version;
}

function isRuleLevel(value: unknown): value is RuleLevel {
  return (RULE_LEVELS as readonly unknown[]).includes(value);
}

function recordFrom(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
