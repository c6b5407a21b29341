/**
 * Records what real debug adapters say of the processes that they debug, into the JSON files beside this one:
 *
 *   node --experimental-transform-types --import ./scripts/ts-imports.mjs test/debug/recorded/record.ts
 *
 * A word behind it picks the scenarios whose names contain it. A recording is named after its adapter's version.
 * Needs gcc, lldb-dap-19, gdb (14 or newer), python3-debugpy, delve and golang-go (Debian; its newer releases in a root
 * of their own), cdt-gdb-adapter (npm) in $CDT_GDB, and in $JAVA_DEBUG a command line that serves java-debug's core
 * library, of the version $JAVA_DEBUG_VERSION, on its standard streams (the library is part of coc-java-debug, npm).
 * Scenarios whose adapter is absent are left out. Messages about sockets, variables or modules are not kept.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factsOf } from './facts.ts';
import type { Recorded } from './recorded.ts';
import { Programs } from './programs.ts';
import { LANGUAGES } from './language-scenarios.ts';
import { NATIVE } from './native-scenarios.ts';
import type { Scenario } from './scenario.ts';
import { Recorder } from './recorder.ts';

const HERE = import.meta.dirname;

async function record(scenario: Scenario, file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  const programs = new Programs(folder);
  const recorder = new Recorder();
  const began = Date.now();
  try {
    const pids = await scenario.run(recorder, programs);
    const processes = Object.fromEntries(pids.map((pid) => [pid, factsOf(pid, began)]));
    const { steps, answers } = recorder;
    const { name, version } = scenario.adapter;
    const recorded: Recorded = { adapter: `${name} ${version}`, pids, processes, steps, answers };
    const text = JSON.stringify(recorded, undefined, 2)
      .replaceAll(folder, '/app')
      .replaceAll(tmpdir(), '/var/tmp');
    writeFileSync(join(HERE, `${file}.json`), `${text}\n`);
    console.log(`${file}: ${recorder.steps.length} messages`);
  } finally {
    await recorder.end();
    programs.end();
    rmSync(folder, { recursive: true });
  }
}

const [wanted = ''] = process.argv.slice(2);
for (const scenario of [...NATIVE, ...LANGUAGES]) {
  const { adapter, what } = scenario;
  const name = `${adapter.name}-${adapter.version}-${what}`;
  if (!name.includes(wanted)) continue;
  if (adapter.version === '') console.log(`${what}: ${adapter.name} is not here`);
  else
    await record(scenario, name).catch((error: unknown) => {
      console.log(`${name}: ${String(error)}`);
    });
}
