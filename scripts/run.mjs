/**
 * Runs one of the scripts beside it, `node scripts/run.mjs NAME [ARGUMENT…]`, on a fresh clone too.
 *
 * Only Node.js built-ins here, any Node.js from 20: it installs the locked dependencies when they are missing or
 * stale, and hands over to the Node.js that is one of them, which runs TypeScript as it is.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules/.bin');
const WINDOWS = process.platform === 'win32';
const OLDEST = 20;

function readPackages(lockfile) {
  return JSON.parse(readFileSync(join(ROOT, lockfile), 'utf8')).packages;
}

/** True when node_modules holds what package-lock.json says, judged by npm's own record of what it installed. */
function installed() {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(join(ROOT, record)) || !existsSync(join(BIN, 'node'))) return false;
  const present = readPackages(record);
  return Object.entries(readPackages('package-lock.json')).every(
    ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
  );
}

/** The search path without this project's own binaries: npm must not run on the Node.js it is about to replace. */
function outerPath() {
  const parts = (process.env.PATH ?? '').split(delimiter);
  return parts.filter((part) => resolve(part) !== BIN).join(delimiter);
}

function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/** Runs a command on this terminal and gives its exit code; a signal to us goes on to it, and we wait for its end. */
function run(command, args, env, shell = false) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: ROOT, env, shell, stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', fail);
    child.once('exit', (code, signal) => done(exitCode(code, signal)));
  });
}

async function install() {
  console.log('Installing the dependencies that package-lock.json names …');
  const env = { ...process.env, PATH: outerPath(), npm_config_loglevel: 'error' };
  const code = await run('npm', ['ci', '--no-audit', '--no-fund'], env, WINDOWS);
  if (code !== 0) throw new Error(`npm ci failed with exit code ${code}.`);
}

async function main([name, ...args]) {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < OLDEST) throw new Error(`Node.js ${OLDEST} or later is needed; this is ${process.version}.`);
  if (!installed()) await install();
  const env = { ...process.env, PATH: BIN + delimiter + outerPath() };
  const node = WINDOWS ? join(ROOT, 'node_modules/node/bin/node.exe') : join(BIN, 'node');
  return run(node, [join(ROOT, 'scripts', `${name}.ts`), ...args], env);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
