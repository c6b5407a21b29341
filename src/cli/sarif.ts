import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { version } from '../../package.json';
import { RULES } from '../rules/index.js';
import type { Evidence, Finding } from '../shared/finding.js';
import { RULE_IDS } from '../shared/rule-id.js';
import type { Span } from '../shared/span.js';
import type { FileReport } from './file-report.js';

/** SARIF 2.1.0 (OASIS), for code scanning services; evidence becomes related locations. */
export function sarif(reports: readonly FileReport[]): string {
  const rules = RULE_IDS.map((id) => ({ id, shortDescription: { text: RULES[id].summary } }));
  const run = {
    tool: { driver: { name: 'Closewait', version, rules } },
    columnKind: 'utf16CodeUnits',
    results: reports.flatMap(resultsOf),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log)}\n`;
}

const LEVELS = { error: 'error', warning: 'warning', information: 'note' } as const;

function resultsOf({ path, text, findings }: FileReport) {
  const document = TextDocument.create('', '', 0, text);
  return findings.map((finding) => ({
    ruleId: finding.rule,
    ruleIndex: RULE_IDS.indexOf(finding.rule),
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [locationOf(path, document, finding.span)],
    relatedLocations: relatedLocations(finding, path, document),
  }));
}

/** The evidence in the same file; of another file the text is not at hand, and so not the line. */
function relatedLocations({ evidence }: Finding, path: string, document: TextDocument) {
  const here = evidence.filter(({ file }: Evidence) => file === undefined || file === path);
  return here.map(({ span, message }, id) => ({
    id,
    ...locationOf(path, document, span),
    message: { text: message },
  }));
}

function locationOf(path: string, document: TextDocument, { start, end }: Span) {
  const from = document.positionAt(start);
  const to = document.positionAt(end);
  const region = {
    startLine: from.line + 1,
    startColumn: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
  return { physicalLocation: { artifactLocation: { uri: pathToFileURL(path).href }, region } };
}
