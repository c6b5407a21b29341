import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { NODE, ROOT } from './paths.ts';
import { run, runHere } from './run.ts';
import { Trouble } from './trouble.ts';

/** Where VS Code's command is when it is not on the search path. */
const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
    join(homedir(), 'Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'),
  ],
  win32: [
    join(process.env['LOCALAPPDATA'] ?? '', 'Programs\\Microsoft VS Code\\bin\\code.cmd'),
    join(process.env['ProgramFiles'] ?? '', 'Microsoft VS Code\\bin\\code.cmd'),
  ],
  linux: ['/usr/share/code/bin/code', '/snap/bin/code'],
};

function findCode(): string | undefined {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const named = process.env['VSCODE'] ? [process.env['VSCODE']] : [];
  return [...named, ...onPath, ...(PLACES[process.platform] ?? [])].find((path) => existsSync(path));
}

/**
 * Opens a folder in the desktop VS Code with the extension loaded from this source tree.
 * Throws Trouble when there is no VS Code.
 */
export async function startDesktop(folder: string): Promise<void> {
  const code = findCode();
  if (!code) {
    throw new Trouble(
      'No desktop VS Code was found: set VSCODE to the path of its "code" command, or run "npm start" for the browser.',
    );
  }
  await run(NODE, ['scripts/build.mjs'], { cwd: ROOT });
  const args = ['--new-window', `--extensionDevelopmentPath=${ROOT}`, folder];
  const exit = await runHere(code, args, { shell: process.platform === 'win32' });
  if (exit !== 0) throw new Trouble(`${code} ended with exit code ${exit}.`);
}
