import { spawnSync } from 'node:child_process';

const UP = 'ip link set lo up && exec "$@"';

/** How to get a network of one's own: as root, else as root of a user namespace, else not at all. */
const WAYS: readonly (readonly string[])[] = [
  ['unshare', '-n', 'sh', '-c', UP, 'sh'],
  ['unshare', '-rn', 'sh', '-c', UP, 'sh'],
];

let way: readonly string[] | undefined;

function chosenWay(): readonly string[] {
  const works = ([command, ...args]: readonly string[]): boolean =>
    command !== undefined && spawnSync(command, [...args, 'true']).status === 0;
  const found = WAYS.find(works) ?? [];
  if (found.length === 0)
    console.warn('No network namespace may be made here: measuring on the loopback of this machine.');
  return found;
}

/** A command that sees a loopback of its own, where the machine allows it. */
export function alone(command: string, args: readonly string[]): { command: string; rest: string[] } {
  way ??= chosenWay();
  const [first, ...rest] = [...way, command, ...args];
  return { command: first ?? command, rest };
}
