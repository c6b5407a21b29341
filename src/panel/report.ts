import * as l10n from '@vscode/l10n';
import type { FindingLine } from '../shared/finding-line.js';
import type { LeakSite } from '../shared/leak-site.js';
import type { StatePoint } from '../shared/panel-protocol.js';
import type { TcpSocket } from '../shared/sample.js';
import { ageText, endpointText, siteSentence } from '../shared/wording.js';
import type { Picture, ProcessPicture } from './socket-model.js';
import { siteGroups } from './site-groups.js';
import { fdOf } from './socket-words.js';
import { escapeMarkdown } from './tooltip.js';

/** Versions that matter in a bug ticket: name and version. */
export type Versions = Readonly<Record<string, string>>;

/** All that a report holds; it is written as JSON as it is. */
export interface Report {
  readonly at: string;
  readonly versions: Versions;
  readonly limitation?: string;
  readonly processes: readonly ReportedProcess[];
  /** What the analysis says of the files that the sites lie in. */
  readonly findings: readonly FindingLine[];
  /** Counts over time, oldest first. */
  readonly history: readonly StatePoint[];
}

interface ReportedProcess {
  /** Absent for a process on another host. */
  readonly pid?: number;
  readonly host?: string;
  readonly name: string;
  readonly ended: boolean;
  readonly sites: readonly (LeakSite & { readonly sockets: number })[];
  readonly closeWait: readonly TcpSocket[];
  readonly neverRead: readonly TcpSocket[];
  readonly notAccepted: readonly TcpSocket[];
}

export function makeReport(
  picture: Picture,
  history: readonly StatePoint[],
  versions: Versions,
  at: Date,
  findings: readonly FindingLine[] = [],
): Report {
  return {
    at: at.toISOString(),
    versions,
    ...(picture.limitation === undefined ? {} : { limitation: picture.limitation }),
    processes: picture.processes.filter(hasRows).map(reported),
    findings,
    history,
  };
}

function hasRows({ stuck, unread, backlog }: ProcessPicture): boolean {
  return stuck.length + unread.length + backlog.length > 0;
}

function reported({ process, ended, stuck, unread, backlog }: ProcessPicture): ReportedProcess {
  const { pid, name, host } = process;
  return {
    ...(pid === undefined ? {} : { pid }),
    ...(host === undefined ? {} : { host }),
    name,
    ended,
    sites: siteGroups(stuck).map(({ site, sockets }) => ({ ...site, sockets: sockets.length })),
    closeWait: stuck.map(({ socket }) => socket),
    neverRead: unread.map(({ socket }) => socket),
    notAccepted: backlog,
  };
}

/** The report for people: Markdown, with the same data as JSON in a folded part at its end. */
export function reportMarkdown(report: Report): string {
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `# ${l10n.t('Sockets in CLOSE_WAIT')}`,
    `${report.at} · ${escapeMarkdown(versions.join(' · '))}`,
    ...(report.limitation === undefined ? [] : [`> ${escapeMarkdown(report.limitation)}`]),
    ...report.processes.map((process) => processMarkdown(process, Date.parse(report.at))),
    ...(report.processes.length === 0 ? [l10n.t('No socket is stuck.')] : []),
    ...(report.findings.length === 0 ? [] : [findingsMarkdown(report.findings)]),
    `<details><summary>${l10n.t('Data')}</summary>\n\n\`\`\`json\n${JSON.stringify(report, undefined, 2)}\n\`\`\`\n\n</details>\n`,
  ].join('\n\n');
}

function findingsMarkdown(findings: readonly FindingLine[]): string {
  const rows = findings.map(
    ({ file, line, rule, message }) => `- \`${file}:${line}\` ${rule}: ${escapeMarkdown(message)}`,
  );
  return `## ${l10n.t('Findings')}\n\n${rows.join('\n')}`;
}

function processMarkdown(process: ReportedProcess, now: number): string {
  const state = process.ended ? `, ${l10n.t('ended')}` : '';
  const where =
    process.host === undefined ? `pid ${process.pid ?? '?'}` : l10n.t('on {0}', escapeMarkdown(process.host));
  const sites = process.sites.map(
    (site) =>
      `- ${site.sockets} × ${site.place === undefined ? '' : `\`${site.place.file}:${site.place.line}\`: `}${escapeMarkdown(siteSentence(site))}`,
  );
  return [
    `## ${escapeMarkdown(process.name)} (${where}${state})`,
    l10n.t(
      '{0} in CLOSE\\_WAIT, {1} never read, {2} not accepted yet.',
      process.closeWait.length,
      process.neverRead.length,
      process.notAccepted.length,
    ),
    ...(sites.length === 0 ? [] : [sites.join('\n')]),
    ...(process.closeWait.length === 0 ? [] : [socketTable(process.closeWait, process.pid, now)]),
  ].join('\n\n');
}

function socketTable(sockets: readonly TcpSocket[], pid: number | undefined, now: number): string {
  const rows = sockets.map((socket) => {
    const cells = [
      endpointText(socket.peer),
      endpointText(socket.local),
      fdOf(socket, pid),
      ageText(socket, now),
      socket.unreadBytes,
    ];
    return `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
  });
  return [
    `| ${[l10n.t('Peer'), l10n.t('Local'), 'fd', l10n.t('Age'), l10n.t('Unread bytes')].join(' | ')} |`,
    '|:--|:--|--:|--:|--:|',
    ...rows,
  ].join('\n');
}
