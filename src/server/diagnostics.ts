import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  type Range,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Evidence, Finding, Severity } from '../shared/finding.js';
import { severityOf } from '../shared/settings.js';
import type { Span } from '../shared/span.js';
import type { OpenWorkspace } from './open-workspace.js';
import { rulePage } from './rule-page.js';
import { pathOf, uriOf } from './uri.js';
import type { Verdict } from './verdict.js';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

export function rangeOf({ start, end }: Span, document: TextDocument): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** The findings of a current verdict as an editor shows them. */
export function diagnosticsOf(verdict: Verdict, workspace: OpenWorkspace): Diagnostic[] {
  return verdict.findings.map((finding) => diagnosticOf(finding, verdict, workspace));
}

export function diagnosticOf(
  finding: Finding,
  { document, settings }: Verdict,
  workspace: OpenWorkspace,
): Diagnostic {
  return {
    range: rangeOf(finding.span, document),
    severity: SEVERITIES[severityOf(finding.rule, finding.severity, settings)],
    source: 'closewait',
    code: finding.rule,
    codeDescription: { href: rulePage(finding.rule) },
    message: finding.message,
    relatedInformation: finding.evidence.flatMap((evidence) => relatedTo(evidence, document, workspace)),
  };
}

function relatedTo(
  { span, message, file }: Evidence,
  document: TextDocument,
  workspace: OpenWorkspace,
): DiagnosticRelatedInformation[] {
  const place = file === undefined || file === pathOf(document.uri) ? document : otherFile(file, workspace);
  return place ? [{ location: { uri: place.uri, range: rangeOf(span, place) }, message }] : [];
}

function otherFile(file: string, workspace: OpenWorkspace): TextDocument | undefined {
  const open = workspace.document(file);
  const text = open ? undefined : workspace.read(file);
  return open ?? (text === undefined ? undefined : TextDocument.create(uriOf(file), '', 0, text));
}
