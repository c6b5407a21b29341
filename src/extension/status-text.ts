import * as l10n from '@vscode/l10n';
import type { Severity } from '../shared/finding.js';
import { gapsText } from '../shared/gaps.js';
import type { DocumentStatus } from '../shared/protocol.js';
import { SKIP_SENTENCES } from '../shared/skip.js';

export type ServerState = 'starting' | 'running' | 'stopped';

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly severity: Severity;
  readonly busy: boolean;
}

/** What the language status says of the server and of the document in front. */
export function statusText(server: ServerState, document: DocumentStatus | undefined): StatusText {
  if (server === 'stopped')
    return say(l10n.t('Closewait: stopped'), l10n.t('Restart it from the Command Palette.'), 'error');
  if (server === 'starting') return { ...say('Closewait', l10n.t('Starting…')), busy: true };
  return document ? documentText(document) : say('Closewait', '');
}

function documentText({ state, findings, tookMs, skip, gaps }: DocumentStatus): StatusText {
  switch (state) {
    case 'analysed':
      return say('Closewait', [found(findings, tookMs), gaps && gapsText(gaps)].filter(Boolean).join('; '));
    case 'skipped':
      return say(l10n.t('Closewait: left out'), skip ? SKIP_SENTENCES[skip] : '', 'warning');
    case 'off':
      return say(l10n.t('Closewait: off'), l10n.t('Switched off by the setting closewait.lint.enable.'));
    case 'failed':
      return say(
        l10n.t('Closewait: failed'),
        l10n.t('The analysis of this file failed; the log says how.'),
        'warning',
      );
  }
}

function say(text: string, detail: string, severity: Severity = 'information'): StatusText {
  return { text, detail, severity, busy: false };
}

function found(findings: number, tookMs: number): string {
  return l10n.t('{0} in {1} ms', count(findings), tookMs < 1 ? '<1' : tookMs.toFixed(0));
}

function count(findings: number): string {
  if (findings === 0) return l10n.t('No findings');
  return findings === 1 ? l10n.t('1 finding') : l10n.t('{0} findings', findings);
}
