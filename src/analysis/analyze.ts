import type { FrontEnd, Options, Source, Unit, Workspace } from '../frontends/front-end.js';
import type { Leak } from '../lifecycle/leak.js';
import { messageOf } from '../rules/index.js';
import type { Finding, Severity } from '../shared/finding.js';
import type { LanguageId } from '../shared/language.js';
import { evidenceOf } from './evidence.js';

export type { Options, Source, Workspace } from '../frontends/front-end.js';

/** Why a file was not looked at; each host has the sentence for it. */
export type Skip = 'binary' | 'too-large' | 'minified' | 'unsure';

export interface Analysis {
  /** By place in the text. */
  readonly findings: readonly Finding[];
  /** Set when the file was left out on purpose; `findings` is empty then. */
  readonly skipped?: Skip;
}

/** Each front end is loaded when its first file comes: a C programmer never pays for the TypeScript parser. */
const FRONT_ENDS: Readonly<Record<LanguageId, () => Promise<FrontEnd>>> = {
  javascript: javascript,
  javascriptreact: javascript,
  typescript: javascript,
  typescriptreact: javascript,
  c: c,
  cpp: c,
};

/**
 * Finds the sockets a source text leaves open: the only way into the analysis, for every host.
 * Never throws on bad input: half-typed text gives what could be understood of it.
 */
export async function analyze(
  source: Source,
  workspace: Workspace,
  options: Options = {},
): Promise<Analysis> {
  const frontEnd = await FRONT_ENDS[source.language]();
  const unit = await frontEnd.read(source, workspace, options);
  const leaks = unit.leaks.filter((leak) => wanted(leak, options));
  return { findings: leaks.map((leak) => findingOf(leak, unit)).sort(byPlace) };
}

function wanted({ rule }: Leak, { off, strict }: Options): boolean {
  return !off?.has(rule) && (rule !== 'detect-dead-peer' || strict === true);
}

function findingOf(leak: Leak, unit: Unit): Finding {
  return {
    rule: leak.rule,
    severity: severityOf(leak),
    span: leak.at,
    message: messageOf(leak),
    evidence: evidenceOf(leak),
    repairs: unit.repairs(leak),
  };
}

function severityOf(leak: Leak): Severity {
  if (leak.rule === 'detect-dead-peer') return 'information';
  return leak.always ? 'error' : 'warning';
}

function byPlace(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}

async function javascript(): Promise<FrontEnd> {
  return (await import('../frontends/javascript/index.js')).javascriptFrontEnd;
}

async function c(): Promise<FrontEnd> {
  return (await import('../frontends/c/index.js')).cFrontEnd;
}
