/**
 * Records what js-debug says in a real VS Code (code-server, set up as for the end-to-end tests) into `js-debug-*.json`:
 *
 *   node --experimental-transform-types --import ./scripts/ts-imports.mjs test/debug/recorded/js-debug/record.ts
 *
 * A word behind it picks the scenarios whose names contain it. Needs chromium.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { ensureCodeServer, installExtension, startCodeServer } from '../../../../scripts/lib/code-server.ts';
import { fieldsOf } from '../../../../src/debug/session.ts';
import { CACHE, ROOT } from '../../../../scripts/lib/paths.ts';
import { pack } from '../../../../scripts/lib/vsix.ts';
import { Programs } from '../programs.ts';
import type { Recorded } from '../recorded.ts';
import { Recorder } from '../recorder.ts';
import { runningOf } from '../running.ts';
import { factsOf } from '../facts.ts';
import type { Played, Task } from './player.ts';
import { JS_SCENARIOS, type JsScenario } from './scenarios.ts';

const HERE = import.meta.dirname;
const LIMIT = 120_000;

/** Packs the player as an extension and gives its package. */
async function packed(folder: string): Promise<string> {
  mkdirSync(folder);
  await build({
    entryPoints: [join(HERE, 'player.ts')],
    outfile: join(folder, 'player.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
  const manifest = {
    name: 'dap-player',
    publisher: 'closewait-tests',
    version: '1.0.0',
    license: 'MIT',
    engines: { vscode: '^1.101.0' },
    main: './player.js',
    activationEvents: ['onStartupFinished'],
    extensionKind: ['workspace'],
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'README.md'), 'For a recording only.\n');
  await pack(folder, `${folder}.vsix`);
  return `${folder}.vsix`;
}

/** The scenario with its program in a folder of its own, started already where it is to be attached to. */
async function prepared(
  { what, files, configuration, threads, attach, restart }: JsScenario,
  programs: Programs,
): Promise<Task['scenarios'][number]> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(programs.folder, name), text);
  const program = join(programs.folder, 'app.js');
  const more = {
    name: 'app.js',
    type: 'pwa-node',
    request: 'launch',
    cwd: programs.folder,
    ...configuration,
  };
  const task = { what, threads, restart: restart === true };
  if (attach === undefined)
    return { ...task, configuration: 'command' in configuration ? more : { ...more, program } };
  // Of a process id js-debug makes a signal that opens the inspector.
  const where =
    attach === 'port'
      ? { port: (await programs.nodeListening(program)).port }
      : { processId: `${programs.start(process.execPath, [program])}` };
  return { ...task, configuration: { ...more, ...where } };
}

async function appearance(file: string): Promise<void> {
  const limit = Date.now() + LIMIT;
  while (!existsSync(file)) {
    if (Date.now() > limit) throw new Error(`${file} does not come.`);
    await delay(200);
  }
}

/** Turns what the player wrote into the form of the other recordings. */
function recordedOf(
  { entries, answers }: Played,
  adapter: string,
  pids: readonly number[],
  began: number,
): Recorded {
  const recorder = new Recorder();
  const names = new Map<string, string>();
  const nameOf = (id: string): string => names.get(id) ?? id;
  for (const { session, start, end, received, sent } of entries) {
    if (start !== undefined) names.set(session, `S${names.size + 1}`);
    const id = nameOf(session);
    if (start !== undefined) recorder.began(id, { ...start, parent: start.parent && nameOf(start.parent) });
    if (end) recorder.steps.push({ end: id });
    if (received !== undefined) recorder.received(id, fieldsOf(received));
    if (sent !== undefined) recorder.sent(id, fieldsOf(sent));
  }
  const told = Object.fromEntries(Object.entries(answers).map(([id, body]) => [nameOf(id), body]));
  const processes = Object.fromEntries(pids.map((pid) => [pid, factsOf(pid, began)]));
  return { adapter, pids, processes, steps: recorder.steps, answers: told };
}

/** The version of the js-debug that VS Code brings along. */
async function version(): Promise<string> {
  const vscode = join(dirname(await ensureCodeServer()), '../../lib/vscode');
  const manifest = readFileSync(join(vscode, 'extensions/ms-vscode.js-debug/package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Without what tells this machine from others; its names become those of the made-up system of the tests. */
function anonymous(text: string, folder: string): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return text
    .replaceAll(folder, '/app')
    .replaceAll(dirname(folder), '/workspace')
    .replaceAll(tmpdir(), '/var/tmp')
    .replaceAll(ROOT, '/project')
    .replaceAll(CACHE, '/cache')
    .replaceAll(hostname(), 'here')
    .replaceAll(boot, 'boot-1')
    .replaceAll(/pid:\[\d+\]/g, 'pid:[1]');
}

const [wanted = ''] = process.argv.slice(2);
const js = await version();
const home = mkdtempSync(join(tmpdir(), 'app-'));
const programs: Programs[] = [];
try {
  const chosen = JS_SCENARIOS.filter(({ what }) => what.includes(wanted));
  const scenarios: Task['scenarios'][number][] = [];
  for (const scenario of chosen) {
    const folder = join(home, scenario.what);
    mkdirSync(folder);
    const own = new Programs(folder);
    programs.push(own);
    scenarios.push(await prepared(scenario, own));
  }
  const task: Task = { folder: home, scenarios };
  process.env['CLOSEWAIT_RECORDING'] = JSON.stringify(task);
  const profile = { folder: join(home, 'profile') };
  await installExtension(profile, await packed(join(home, 'player')));
  const began = Date.now();
  const server = await startCodeServer(profile, home);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  await (await browser.newPage()).goto(server.url);
  for (const { what, files } of chosen) {
    const told = join(home, `${what}.json`);
    await appearance(told);
    const folder = join(home, what);
    const running = Object.keys(files).map((name) => runningOf(join(folder, name)).catch(() => []));
    const pids = (await Promise.all(running)).flat();
    const played = JSON.parse(readFileSync(told, 'utf8')) as Played;
    const recorded = recordedOf(played, `js-debug ${js}`, pids, began);
    writeFileSync(join(home, `${what}.seen`), '');
    const text = anonymous(JSON.stringify(recorded, undefined, 2), folder);
    writeFileSync(join(HERE, '..', `js-debug-${js}-${what}.json`), `${text}\n`);
    console.log(`js-debug-${js}-${what}: ${recorded.steps.length} messages, processes ${pids.join(', ')}`);
  }
  await browser.close();
  await server.stop();
} finally {
  for (const each of programs) each.end();
  rmSync(home, { recursive: true, force: true });
}
