import * as l10n from '@vscode/l10n';
import { causeText } from './causes.js';
import { socketFacts } from './socket-words.js';
import type { Subject } from './tree-node.js';
import { connectionsText, siteSentence, socketsText } from '../shared/wording.js';

/** The tooltip of a row as Markdown; `now` in epoch milliseconds. */
export function tooltipMarkdown(subject: Subject, now: number): string {
  switch (subject.kind) {
    case 'process':
      return processTooltip(subject);
    case 'site':
      return siteTooltip(subject);
    case 'unread':
      return UNREAD;
    case 'backlog':
      return backlogTooltip(subject.sockets.length);
    case 'socket':
      return [
        table(socketFacts(subject.socket, now)),
        ...(subject.site === undefined
          ? []
          : [`${siteSentence(subject.site)} ${causeText(subject.site.cause).advice}`]),
      ].join('\n\n');
  }
}

function processTooltip({ process }: Subject & { kind: 'process' }): string {
  const { name, pid, host, found } = process.process;
  const state = process.ended ? l10n.t('It has ended; these sockets were stuck last.') : found;
  const where = host === undefined ? `pid ${pid ?? '?'}` : escapeMarkdown(host);
  return `**${escapeMarkdown(name)}**, ${where}\n\n${escapeMarkdown(state)}`;
}

function siteTooltip({ site, sockets }: Subject & { kind: 'site' }): string {
  const place = site.place === undefined ? [] : [`\`${site.place.file}:${site.place.line}\``];
  const count = `${l10n.t('{0} in CLOSE_WAIT', socketsText(sockets.length))}. ${siteSentence(site)}`;
  return [...place, count, causeText(site.cause).advice].join('\n\n');
}

const UNREAD = l10n.t(
  'These connections are still open on both sides, but the program never reads what has arrived. It is the same fault as CLOSE_WAIT: when the peer closes, nobody will notice.',
);

function backlogTooltip(count: number): string {
  return l10n.t(
    '{0} that the kernel completed and the peer has closed. The program has not accepted them yet: it is busy, blocked or stopped at a breakpoint. This is not a missing close.',
    connectionsText(count),
  );
}

function table(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([name, value]) => `| ${name} | ${escapeMarkdown(value)} |`);
  return ['| | |', '|:--|:--|', ...lines].join('\n');
}

/** Names come from programs: none of their characters may become markup within a line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]|<>~]/g, '\\$&');
}
