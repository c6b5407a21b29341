import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

/** Puts a program of this folder beside the examples, with a launch configuration of its name. */
export function addProgram(folder: string, name: string, port: number): void {
  cpSync(join(HERE, name), join(folder, name));
  const file = join(folder, '.vscode/launch.json');
  const launch = JSON.parse(readFileSync(file, 'utf8')) as { configurations: unknown[] };
  launch.configurations.push({
    name,
    type: 'node',
    request: 'launch',
    program: `\${workspaceFolder}/${name}`,
    console: 'internalConsole',
    skipFiles: ['<node_internals>/**'],
    env: { PORT: String(port) },
  });
  writeFileSync(file, JSON.stringify(launch));
}

/** The line (from 1) of a program of this folder that ends with a remark. */
export function lineOf(name: string, remark: string): number {
  const lines = readFileSync(join(HERE, name), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.endsWith(`// ${remark}`));
  if (at < 0) throw new Error(`${name} has no line with the remark “${remark}”.`);
  return at + 1;
}
