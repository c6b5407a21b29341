import type { FrontEnd, Options, Source, Unit, Workspace } from '../frontends/front-end.js';
import type { Leak } from '../lifecycle/leak.js';
import { messageOf } from '../rules/index.js';
import type { Finding, Severity } from '../shared/finding.js';
import type { LanguageId } from '../shared/language.js';
import type { Analysis } from './analyze.js';
import { evidenceOf } from './evidence.js';
import { withRepairs } from './lazy-repairs.js';

/** Each front end is loaded when its first file comes: a C programmer never pays for JavaScript's parser. */
const FRONT_ENDS: Readonly<Record<LanguageId, () => Promise<FrontEnd>>> = {
  javascript: javascript,
  javascriptreact: javascript,
  typescript: javascript,
  typescriptreact: javascript,
  c: c,
  cpp: c,
};

/** Front end and solver for one text; what hosts share around it is in {@link guarded}. */
export type Engine = (source: Source, workspace: Workspace, options: Options) => Promise<Analysis>;

export const engine: Engine = async (source, workspace, options) => {
  const frontEnd = await FRONT_ENDS[source.language]();
  const unit = await frontEnd.read(source, workspace, options);
  const leaks = unit.leaks.filter((leak) => wanted(leak, options));
  const findings = leaks.map((leak) => findingOf(leak, unit));
  return {
    findings,
    ...(unit.gaps === undefined ? {} : { gaps: unit.gaps }),
    ...(unit.openings === undefined ? {} : { openings: () => unit.openings?.() ?? [] }),
  };
};

function wanted(leak: Leak, { off, strict }: Options): boolean {
  return !off?.has(leak.rule) && (strict === true || leak.advice !== true);
}

function findingOf(leak: Leak, unit: Unit): Finding {
  const told = {
    rule: leak.rule,
    severity: severityOf(leak),
    span: leak.at,
    message: messageOf(leak),
    evidence: evidenceOf(leak),
  };
  return withRepairs(told, () => unit.repairs(leak));
}

function severityOf(leak: Leak): Severity {
  if (leak.advice) return 'information';
  return leak.always ? 'error' : 'warning';
}

async function javascript(): Promise<FrontEnd> {
  return (await import('../frontends/javascript/index.js')).javascriptFrontEnd;
}

async function c(): Promise<FrontEnd> {
  return (await import('../frontends/c/index.js')).cFrontEnd;
}
