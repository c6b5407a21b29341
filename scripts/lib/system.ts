import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { outcome, run } from './run.ts';
import { Trouble } from './trouble.ts';

/** Commands and the Debian or Ubuntu packages that bring them. */
const PACKAGES = {
  make: 'make',
  'g++': 'g++',
  gcc: 'gcc',
  python3: 'python3',
  ss: 'iproute2',
  pgrep: 'procps',
  chromium: 'chromium',
  'lldb-dap-19': 'lldb-19',
} as const;

export type Command = keyof typeof PACKAGES;

function onPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => executable(join(folder, command)));
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What must stand before a command to run it as root; undefined when we may not. */
async function asRoot(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  if (!onPath('sudo')) return undefined;
  const { code } = await outcome('sudo', ['-n', 'true']);
  return code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Makes sure that commands of the system are there: installs their packages when that needs no question.
 * Throws Trouble with the sentence that says what is missing, what for, and the command that installs it.
 */
export async function ensureCommands(commands: readonly Command[], purpose: string): Promise<void> {
  const missing = commands.filter((command) => !onPath(command));
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((command) => PACKAGES[command]))];
  const prefix = onPath('apt-get') ? await asRoot() : undefined;
  if (!prefix) {
    const install = `sudo apt-get install -y ${packages.join(' ')}`;
    throw new Trouble(`${missing.join(', ')} missing, needed ${purpose}: run "${install}" and start again.`);
  }
  console.log(`Installing ${packages.join(', ')} ${purpose} …`);
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  await run(apt[0] ?? '', [...apt.slice(1), 'update']);
  await run(apt[0] ?? '', [...apt.slice(1), 'install', '-y', '--no-install-recommends', ...packages]);
}
