import type { SocketOwner } from '../shared/sample.js';
import type { SocketRow } from './socket-row.js';

/** Groups sockets by the processes that hold them: those that listen first, then by name. */
export function ownersOf<Row extends Pick<SocketRow, 'state' | 'local'>>(
  rows: readonly Row[],
  pidsOf: (row: Row) => readonly number[],
  names: ReadonlyMap<number, string>,
): SocketOwner[] {
  const owners = new Map<number, { listening: Set<number>; connections: number }>();
  for (const row of rows) {
    for (const pid of new Set(pidsOf(row))) {
      const owner = owners.get(pid) ?? { listening: new Set(), connections: 0 };
      owners.set(pid, owner);
      if (row.state === 'LISTEN') owner.listening.add(row.local.port);
      else owner.connections += 1;
    }
  }
  return [...owners]
    .map(([pid, { listening, connections }]) => ({
      pid,
      name: names.get(pid),
      listening: [...listening].sort((a, b) => a - b),
      connections,
    }))
    .sort(byListeningThenName);
}

function byListeningThenName(a: SocketOwner, b: SocketOwner): number {
  const listens = Number(b.listening.length > 0) - Number(a.listening.length > 0);
  return listens || (a.name ?? '').localeCompare(b.name ?? '') || a.pid - b.pid;
}
