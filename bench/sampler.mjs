/**
 * What one look at the sockets costs, against ss, netstat and lsof on the same machine in the same run.
 * Runs in a network namespace of its own (`unshare -n`, needs root): 1,000 sockets of a debuggee, 10 of them in
 * CLOSE_WAIT, beside 20,000 sockets of other processes. CPU is user + system time of this process and its children.
 */
import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROUNDS = 15;
const OTHERS = 20_000;
const OURS = 1_000;
const STUCK = 10;
/** Stuck sockets of a program that has leaked for long. */
const MANY = 2_000;
const TURNS = 5;
const MOST_ADDED_MS = 5;
const SNAPSHOT = 5_000;
const SOURCE = join(import.meta.dirname, '../src');
const STUB_SOURCE = join(import.meta.dirname, 'sampler-programs.cjs');

/** Clock ticks of /proc/PID/stat, which alone tells the time of ended children: 10 ms each, so many rounds are added up. */
const TICK_MS = 10;
const children = [];

if (process.env.CLOSEWAIT_BENCH === 'inside') await main();
else process.exitCode = enterNamespace();

function enterNamespace() {
  if (process.platform !== 'linux' || process.getuid() !== 0) {
    console.log('sampler: left out, it needs root on Linux for a network namespace of its own.');
    return 0;
  }
  // The tools' own Node.js has a WebSocket, which the snapshot's inspector needs.
  const node = [join(import.meta.dirname, '../node_modules/node/bin/node'), process.execPath].find(
    existsSync,
  );
  const self = `ip link set lo up && exec "${node}" "${fileURLToPath(import.meta.url)}"`;
  const env = { ...process.env, CLOSEWAIT_BENCH: 'inside' };
  return spawnSync('unshare', ['-n', 'sh', '-c', self], { stdio: 'inherit', env }).status ?? 1;
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'closewait-bench-'));
  try {
    const bundled = await bundle(folder);
    const { createSampler, systemDeps, snapshotExpression } = bundled;
    for (let half = 0; half < 2; half += 1) await program('pairs', OTHERS / 4);
    const debuggee = await program('debuggee', OURS - STUCK - 1, STUCK);
    await compareCpu(createSampler('linux', systemDeps), debuggee.pid);
    const worker = join(folder, 'worker.cjs');
    await measureDelay(`${STUCK} rows`, bundled, worker, debuggee.pid);
    const leaking = await program('debuggee', 0, MANY);
    await measureDelay(`${MANY} rows`, bundled, worker, leaking.pid);
    await measureSnapshot(snapshotExpression(undefined));
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}

async function bundle(folder) {
  const common = { bundle: true, platform: 'node', logLevel: 'error' };
  const drawing = `
    import { LiveState } from './panel/live-state.js';
    import { changedNodes, TreeIndex } from './panel/tree-node.js';
    // What the view does with a sample, but for VS Code's own part.
    export function drawing(pid) {
      const state = new LiveState();
      const root = { key: String(pid), pid, root: pid, name: 'debuggee', found: '', ended: false, picked: false };
      let index = new TreeIndex();
      return ({ sample }) => {
        state.observe([root], sample);
        const sites = new Map(sample.closeWait.map(({ id }) => [id, SITE]));
        state.setSites(sites);
        const next = new TreeIndex(state.rows(Date.now()));
        changedNodes(index, next);
        index = next;
      };
    }
    const SITE = { key: 'a', cause: 'half-open', words: '', place: { file: '/a.ts', line: 1, column: 1 } };`;
  const exported = [
    'sampler/sampler',
    'sampler/system-deps',
    'sampler/sampler-worker',
    'sampler/sampler-host',
    'debug/snapshot-expression',
  ]
    .map((file) => `export * from './${file}.js';`)
    .join('\n');
  const contents = `${exported}\n${drawing}`;
  const stdin = { contents, resolveDir: SOURCE, loader: 'ts' };
  // A package written for CommonJS among them asks for `require`.
  const banner = {
    js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);`,
  };
  await build({ ...common, format: 'esm', stdin, banner, outfile: join(folder, 'bench.mjs') });
  const worker = { entryPoints: [join(SOURCE, 'sampler/worker.ts')], outfile: join(folder, 'worker.cjs') };
  await build({ ...common, format: 'cjs', ...worker });
  return import(join(folder, 'bench.mjs'));
}

/** Starts one of the programs of sampler-programs.cjs and waits until its sockets stand. */
async function program(...args) {
  const child = spawn(process.execPath, [STUB_SOURCE, ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', () => reject(new Error(`${args.join(' ')} ended early.`)));
  });
  return child;
}

async function compareCpu(sampler, pid) {
  const first = await sampler.sample([pid]);
  if (first.closeWait.length !== STUCK)
    throw new Error(`${first.closeWait.length} sockets found, not ${STUCK}.`);
  const ways = {
    'closewait, one sample': () => sampler.sample([pid]),
    'ss -tanp': () => systemRun('ss', '-tanp'),
    'netstat -antp': () => systemRun('netstat', '-antp'),
    'lsof -p': () => systemRun('lsof', '-nP', '-a', '-p', `${pid}`, '-iTCP'),
  };
  const cost = Object.fromEntries(Object.keys(ways).map((name) => [name, { cpu: 0, wall: [] }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, way] of Object.entries(ways)) await measure(cost[name], way);
  }
  console.log(
    `One look, ${OURS} sockets (${STUCK} in CLOSE_WAIT) beside ${OTHERS} others, mean CPU of ${ROUNDS}:`,
  );
  const own = cost['closewait, one sample'].cpu;
  for (const [name, { cpu, wall }] of Object.entries(cost)) {
    const middle = wall.sort((a, b) => a - b)[wall.length >> 1];
    row(name, `${ms(cpu / ROUNDS)} CPU`, `${ms(middle)} wall`, `${(cpu / own).toFixed(1)} x`);
  }
  verdict('ss -tanp costs at least 10 times as much', cost['ss -tanp'].cpu / own >= 10);
}

async function measure(into, way) {
  const cpu = cpuMs();
  const start = performance.now();
  await way();
  into.wall.push(performance.now() - start);
  into.cpu += cpuMs() - cpu;
}

function systemRun(name, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.on('error', () => reject(new Error(`${name} is not installed.`)));
    child.stdout.resume();
    child.on('close', resolve);
  });
}

/** CPU of this process (exact) and of its ended children (in ticks), milliseconds. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (user + system) / 1000 + (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

/**
 * How late the host's event loop gets its turn while it is idle and while it samples and lays out the rows, in turns of
 * 4 s each. What one turn adds is compared with the idle half of the same turn; the middle one of all turns counts.
 */
async function measureDelay(what, { SamplerHost, SamplerWorker, drawing }, worker, pid) {
  const host = new SamplerHost(new SamplerWorker(worker));
  host.onLook(drawing(pid));
  host.watch([pid]);
  const turns = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const idle = await delayP99();
    host.start();
    const sampling = await delayP99();
    host.stop();
    turns.push({ idle, sampling, added: sampling - idle });
  }
  host.dispose();
  const middle = (key) => turns.map((turn) => turn[key]).sort((a, b) => a - b)[TURNS >> 1];
  const added = middle('added');
  row(
    `event loop delay p99, ${what}`,
    `${ms(middle('idle'))} idle`,
    `${ms(middle('sampling'))} sampling`,
    `${added < 0 ? '' : '+'}${ms(added)}`,
  );
  const idles = turns.map(({ idle }) => idle);
  const chance = Math.max(...idles) - Math.min(...idles);
  // Where the idle loop itself is late by chance, a large difference says nothing.
  if (added > MOST_ADDED_MS && chance > MOST_ADDED_MS)
    console.log('  left open: the machine is too busy to tell what sampling adds');
  else verdict(`sampling adds at most ${MOST_ADDED_MS} ms`, added <= MOST_ADDED_MS);
}

async function delayP99() {
  const delays = monitorEventLoopDelay({ resolution: 2 });
  delays.enable();
  await delay(4_000);
  delays.disable();
  return delays.percentile(99) / 1e6;
}

/** The round trip of a snapshot through the debuggee's inspector. */
async function measureSnapshot(expression) {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const inspector = server.address().port;
  await new Promise((resolve) => server.close(resolve));
  await program('inspected', SNAPSHOT, inspector);
  const [target] = await (await fetch(`http://127.0.0.1:${inspector}/json`)).json();
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const times = [];
  for (let id = 1; id <= 5; id += 1) times.push(await evaluate(socket, id, expression));
  socket.close();
  const [{ bytes }] = times;
  const best = Math.min(...times.map(({ took }) => took));
  row(
    `snapshot of ${SNAPSHOT} Node.js sockets`,
    `${ms(best)}, best of 5`,
    `${(bytes / 1024).toFixed(0)} KiB`,
    '',
  );
  verdict('round trip of at most 200 ms', best <= 200);
}

async function evaluate(socket, id, expression) {
  const start = performance.now();
  const params = { expression, includeCommandLineAPI: true, returnByValue: true };
  const answer = new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
  socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
  const { result } = JSON.parse((await answer).data);
  const took = performance.now() - start;
  const text = result.result.value;
  if (JSON.parse(text).sockets.length !== SNAPSHOT)
    throw new Error(`The snapshot is not whole: ${text.slice(0, 80)}`);
  return { took, bytes: text.length };
}

function ms(value) {
  return `${value.toFixed(1)} ms`;
}

function row(...cells) {
  const [name, ...rest] = cells;
  console.log(`  ${name.padEnd(38)}${rest.map((cell) => cell.padStart(18)).join('')}`);
}

function verdict(text, met) {
  console.log(`  ${met ? 'met' : 'MISSED'}: ${text}`);
  if (!met) process.exitCode = 1;
}
