import type { Finding } from '../shared/finding.js';
import type { TextEdit } from '../shared/span.js';
import type { Analysis, Analyze, Options, Source } from './analyze.js';
import { disabledBy } from './disable-comments.js';
import type { Engine } from './engine.js';
import { withRepairs } from './lazy-repairs.js';
import { inLineEndingsOf } from './line-endings.js';
import { mentionsSockets } from './pre-filter.js';
import { skipReason } from './skip.js';

const NOTHING: Analysis = { findings: [] };

/**
 * Puts what all hosts share around an engine: texts that cannot hold a finding are not parsed, what the user
 * switched off or disabled in a comment is left out, and findings come in the order of the text.
 */
export function guarded(engine: Engine): Analyze {
  return async (source, workspace, options = {}) => {
    const skipped = skipReason(source.text);
    if (skipped !== undefined) return { findings: [], skipped };
    if (!mentionsSockets(source)) return NOTHING;
    const analysis = await engine(source, workspace, options);
    return { ...analysis, findings: settle(analysis.findings, source, options) };
  };
}

function settle(findings: readonly Finding[], { text }: Source, options: Options): readonly Finding[] {
  const disabled = disabledBy(text);
  const wanted = findings.filter(
    ({ rule, span }) => options.off?.has(rule) !== true && !disabled(rule, span.start),
  );
  return distinct(wanted).map((finding) => withRepairsInOrder(finding, text));
}

/** Two ways to the same place are one finding; the first one found keeps its evidence. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const place = `${finding.rule} ${finding.span.start} ${finding.span.end}`;
    if (!byPlace.has(place)) byPlace.set(place, finding);
  }
  return [...byPlace.values()].sort(inTextOrder);
}

function inTextOrder(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1);
}

function withRepairsInOrder(finding: Finding, text: string): Finding {
  return withRepairs(finding, () =>
    finding.repairs
      .map((repair) => ({ ...repair, edits: repair.edits.map((edit) => inLineEndings(edit, text)) }))
      .sort((a, b) => Number(b.preferred) - Number(a.preferred)),
  );
}

function inLineEndings(edit: TextEdit, text: string): TextEdit {
  return { ...edit, text: inLineEndingsOf(text, edit.text) };
}
