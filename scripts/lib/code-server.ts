import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { provide } from './cache.ts';
import { freePort } from './free-port.ts';
import { BIN, NODE, ROOT } from './paths.ts';
import { run } from './run.ts';
import { ensureCommands } from './system.ts';
import { Trouble } from './trouble.ts';

/** VS Code with a browser as its window; the number of VS Code itself is in its `--version`. */
const VERSION = '4.139.1';

/** Native parts without which it does not run well; the others serve features that nobody needs here. */
const NATIVE = ['node-pty', '@vscode/spdlog', '@vscode/native-watchdog', '@parcel/watcher'];
const NATIVE_PROOF = [
  '@vscode/spdlog/build/Release/spdlog.node',
  '@vscode/native-watchdog/build/Release/watchdog.node',
];

/** The headers of the Node.js that runs it: without them node-gyp would fetch them. */
const HEADERS = join(ROOT, 'node_modules/node/node_modules', `node-${process.platform}-${process.arch}`);

function npm(args: readonly string[], cwd: string): Promise<string> {
  const env = {
    ...process.env,
    npm_config_loglevel: 'error',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  };
  return run('npm', args, {
    cwd,
    env: existsSync(join(HEADERS, 'include')) ? { ...env, npm_config_nodedir: HEADERS } : env,
  });
}

/**
 * Its own install script wants Node.js 24 as npm's engine and builds everything, Kerberos too; so its steps are done
 * here one by one.
 */
async function install(folder: string): Promise<void> {
  console.log(`Setting up code-server ${VERSION}, once for all clones; this takes about a minute …`);
  await ensureCommands(['python3', 'make', 'g++'], "to build code-server's native modules");
  await npm(['install', '--ignore-scripts', '--prefix', folder, `code-server@${VERSION}`], folder);
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  await npm(['install', '--omit=dev', '--ignore-scripts'], vscode);
  await npm(['install', '--omit=dev', '--ignore-scripts'], join(vscode, 'extensions'));
  await npm(['rebuild', ...NATIVE], vscode);
  const absent = NATIVE_PROOF.find((file) => !existsSync(join(vscode, 'node_modules', file)));
  if (absent) throw new Trouble(`npm did not build ${absent}, a native module of code-server.`);
}

/** Sets code-server up in the cache when it is not there, and gives the script to run with Node.js. */
export async function ensureCodeServer(): Promise<string> {
  const folder = await provide(`code-server-${VERSION}`, install);
  return join(folder, 'node_modules/code-server/out/node/entry.js');
}

/** Where one instance keeps its own files. */
export interface Profile {
  /** An absolute folder; made when it is not there. */
  readonly folder: string;
  /** User settings, beside those that keep the editor quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** No questions, no news, no network: the user came to see one folder. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // As on the desktop: a fix that one only tries does not change the file.
  'files.autoSave': 'off',
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/** Writes the user settings. */
function writeSettings({ folder, settings }: Profile): void {
  const user = join(folder, 'data/User');
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }, undefined, 2));
}

function profileArguments({ folder }: Profile): string[] {
  const config = join(folder, 'config.yaml');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(config)) writeFileSync(config, 'auth: none\n');
  return [
    '--config',
    config,
    '--user-data-dir',
    join(folder, 'data'),
    '--extensions-dir',
    join(folder, 'extensions'),
  ];
}

/** Programs started from the editor run with the project's Node.js, which takes TypeScript as it is. */
function environment(): NodeJS.ProcessEnv {
  const { PATH = '' } = process.env;
  // Started in a terminal of VS Code, it would else talk to that one.
  return { ...process.env, PATH: `${BIN}${delimiter}${PATH}`, VSCODE_IPC_HOOK_CLI: undefined };
}

/** Installs a packaged extension, replacing any other version of it. */
export async function installExtension(profile: Profile, vsix: string): Promise<void> {
  const args = [
    await ensureCodeServer(),
    ...profileArguments(profile),
    '--force',
    '--install-extension',
    vsix,
  ];
  await run(NODE, args, { env: environment() });
}

/** A running editor. */
export interface CodeServer {
  /** What to open in a browser. */
  readonly url: string;
  /** Its process id, which is the id of the group that all it starts is in. */
  readonly pid: number;
  /** Resolves with the exit code when it ends, by whatever cause. */
  readonly ended: Promise<number>;
  /** Ends it and all it started; resolves when nothing of it is left. */
  stop(): Promise<void>;
}

const START_SECONDS = 60;

/**
 * Starts VS Code for the browser on a folder, bound to the loopback address, and waits until it answers.
 * Throws Trouble with the end of its log when it does not.
 */
export async function startCodeServer(
  profile: Profile,
  folder: string,
  preferredPort?: number,
): Promise<CodeServer> {
  writeSettings(profile);
  const entry = await ensureCodeServer();
  const port = await freePort(preferredPort);
  const address = `127.0.0.1:${port}`;
  const args = [
    entry,
    ...profileArguments(profile),
    '--auth',
    'none',
    '--bind-addr',
    address,
    ...FLAGS,
    folder,
  ];
  const logFile = join(profile.folder, 'code-server.log');
  const log = openSync(logFile, 'w');
  // A process group of its own: everything it starts can be ended with it.
  const child = spawn(NODE, args, { env: environment(), detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Trouble(`${NODE} cannot be started.`);
  // Whatever ends this process, such as an interrupted test run, the editor does not outlive it.
  process.once('exit', () => signalGroup(pid, 'SIGKILL'));
  const ended = new Promise<number>((done) =>
    child.once('exit', (code) => {
      done(code ?? 128);
    }),
  );
  const server = {
    pid,
    url: `http://${address}/?folder=${encodeURI(folder)}`,
    ended,
    stop: () => stopGroup(child, ended),
  };
  await answering(`http://${address}/healthz`, child, logFile).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  return server;
}

const FLAGS = [
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
  '--ignore-last-opened',
  // A login shell's search path would hide the Node.js that environment() puts first.
  ...['--vscode-option', 'force-disable-user-env'],
];

async function answering(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const limit = Date.now() + START_SECONDS * 1000;
  while (Date.now() < limit && child.exitCode === null) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await delay(100);
  }
  const end = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
  throw new Trouble(`code-server did not start within ${START_SECONDS} seconds. The end of its log:\n${end}`);
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

const STOP_SECONDS = 5;

/** Asks the whole process group to end, and ends what did not. */
async function stopGroup(child: ChildProcess, ended: Promise<number>): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  const limit = Date.now() + STOP_SECONDS * 1000;
  while (signalGroup(pid, 0) && Date.now() < limit) await delay(50);
  signalGroup(pid, 'SIGKILL');
  await ended;
}
