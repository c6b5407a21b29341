import * as l10n from '@vscode/l10n';
import { probeText, type ProbeReport } from '../sampler/probe.js';
import { connectionsText, endpointText, spanText } from '../shared/wording.js';
import { fdOf } from './socket-words.js';
import { escapeMarkdown } from './tooltip.js';

/** The result of a probe as a page to keep; `program` as the user was shown it. */
export function probeMarkdown(report: ProbeReport, program: string, at: Date): string {
  const { target, connections, stuck, sockets } = report;
  const verdict = stuck.length === 0 ? '✓' : '✗';
  const rows = sockets.map((socket) => {
    const fd = fdOf(socket, undefined);
    return `| ${endpointText(socket.peer)} | ${fd ?? '–'} | ${spanText(at.getTime() - socket.since)} | ${socket.unreadBytes ?? '–'} |`;
  });
  const table =
    rows.length === 0
      ? []
      : [
          [
            `| ${[l10n.t('Our end'), 'fd', l10n.t('In CLOSE_WAIT'), l10n.t('Unread bytes')].join(' | ')} |`,
            '|:--|--:|--:|--:|',
            ...rows,
          ].join('\n'),
        ];
  return [
    `# ${l10n.t('EOF test of port {0}', target.port)}`,
    `${escapeMarkdown(program)}, ${at.toISOString()}`,
    `${verdict} **${probeText(report)}**`,
    l10n.t(
      '{0} from this machine; each sent a text, half-closed (FIN), and waited for the program to close.',
      connectionsText(connections),
    ),
    ...table,
    ...(stuck.length === 0 ? [] : [ADVICE]),
  ].join('\n\n');
}

const ADVICE = l10n.t(
  'The peers have closed and the program has not: on each of these connections it holds a descriptor until it ends. The view “CLOSE_WAIT Sockets” shows the line that handles them.',
);
