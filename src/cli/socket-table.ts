import type { Sample, TcpSocket } from '../shared/sample.js';
import { ageText, bytesText, endpointText, socketsText } from '../shared/wording.js';

const HEAD = ['LOCAL', 'PEER', 'PID/FD', 'AGE', 'UNREAD', 'ROLE'] as const;

/**
 * A sample as text for a terminal: a heading, one line a socket, and what could not be seen.
 * @param program its name where more is known than the kernel's short one.
 */
export function socketTable(pid: number, sample: Sample, program?: string): string {
  const count = socketsText(sample.closeWait.length);
  const name = program ?? sample.processes?.find((process) => process.pid === pid)?.name;
  const title = `${count} in CLOSE_WAIT, process ${pid}${name === undefined ? '' : ` (${name})`}, ${new Date(sample.at).toISOString()}`;
  const rows = sample.closeWait.map((socket) => cells(socket, sample.at));
  const table = rows.length === 0 ? [] : aligned([[...HEAD], ...rows]);
  return [title, ...table, ...(sample.limitation === undefined ? [] : [sample.limitation]), ''].join('\n');
}

function cells(socket: TcpSocket, now: number): string[] {
  return [
    endpointText(socket.local),
    endpointText(socket.peer),
    holdersText(socket),
    ageText(socket, now),
    socket.unreadBytes === undefined ? '?' : bytesText(socket.unreadBytes),
    roleText(socket),
  ];
}

/** How the program came by a socket, in a word or two. */
export function roleText({ role }: Pick<TcpSocket, 'role'>): string {
  return role === 'backlog' ? 'not accepted' : role;
}

function holdersText({ holders }: TcpSocket): string {
  return holders.length === 0 ? '-' : holders.map(({ pid, fd }) => `${pid}/${fd ?? '?'}`).join(' ');
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
