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
      : [['| Our end | fd | In CLOSE_WAIT | Unread bytes |', '|:--|--:|--:|--:|', ...rows].join('\n')];
  return [
    `# EOF test of port ${target.port}`,
    `${escapeMarkdown(program)}, ${at.toISOString()}`,
    `${verdict} **${probeText(report)}**`,
    `${connectionsText(connections)} from this machine; each sent a text, half-closed (FIN), and waited for the program to close.`,
    ...table,
    ...(stuck.length === 0 ? [] : [ADVICE]),
  ].join('\n\n');
}

const ADVICE =
  'The peers have closed and the program has not: on each of these connections it holds a descriptor until it ends. ' +
  'The view “CLOSE_WAIT Sockets” shows the line that handles them.';
