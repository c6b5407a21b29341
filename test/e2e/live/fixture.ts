import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

export function programPath(name: string): string {
  return join(HERE, name);
}

/** Puts a program of this folder beside the examples, with a launch configuration. */
export function addProgram(
  folder: string,
  program: string,
  env: Readonly<Record<string, string>>,
  name = program,
): void {
  cpSync(programPath(program), join(folder, program));
  addConfiguration(folder, {
    name,
    type: 'node',
    request: 'launch',
    program: `\${workspaceFolder}/${program}`,
    console: 'internalConsole',
    skipFiles: ['<node_internals>/**'],
    env,
  });
}

export function addConfiguration(folder: string, configuration: Readonly<Record<string, unknown>>): void {
  const file = join(folder, '.vscode/launch.json');
  const launch = JSON.parse(readFileSync(file, 'utf8')) as { configurations: unknown[] };
  launch.configurations.push(configuration);
  writeFileSync(file, JSON.stringify(launch));
}

/** The line (from 1) of a program of this folder that ends with a remark. */
export function lineOf(program: string, remark: string): number {
  const lines = readFileSync(programPath(program), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.endsWith(`// ${remark}`));
  if (at < 0) throw new Error(`${program} has no line with the remark “${remark}”.`);
  return at + 1;
}
