import { build } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createSampler } from '../../src/sampler/sampler.js';
import { systemDeps } from '../../src/sampler/system-deps.js';
import { accepted, endPrograms, eventually, halfClosedPeer, startProgram } from './program.js';

const SERVER = `
  const server = require('net').createServer({ allowHalfOpen: true }, (socket) => { socket.resume(); })
    .listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** The server and its peer in one program: nobody outside its network namespace can connect to it. */
const ALONE = `
  const net = require('net');
  const server = net.createServer({ allowHalfOpen: true }, (socket) => { socket.resume(); }).listen(0, '127.0.0.1', () => {
    net.connect({ port: server.address().port, allowHalfOpen: true }).end('x');
    console.log(server.address().port);
  });
`;

/** Why these tests cannot run here; undefined when they can. */
function obstacle(): string | undefined {
  if (process.platform !== 'linux') return 'only on Linux';
  if (process.getuid?.() !== 0) return 'only as root';
  const possible =
    spawnSync('unshare', ['-n', 'setpriv', '--reuid=65534', '--clear-groups', 'true']).status === 0;
  return possible ? undefined : 'needs unshare and setpriv with the right to use them';
}

const reason = obstacle();
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closewait-'));
  await chmod(folder, 0o755);
  const contents = `
    import { createSampler } from './sampler.js';
    import { systemDeps } from './system-deps.js';
    createSampler('linux', systemDeps).sample([Number(process.argv[2])])
      .then((sample) => console.log(JSON.stringify(sample)));
  `;
  const stdin = {
    contents,
    resolveDir: join(import.meta.dirname, '../../src/sampler'),
    loader: 'ts',
  } as const;
  const outfile = join(folder, 'sample.cjs');
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' });
});

afterEach(endPrograms);
afterAll(() => rm(folder, { recursive: true }));

/** One sample as the user nobody. */
async function sampleAsNobody(pid: number): Promise<unknown> {
  const args = ['--reuid=65534', '--clear-groups', process.execPath, join(folder, 'sample.cjs'), `${pid}`];
  const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return JSON.parse(text);
}

describe.skipIf(reason !== undefined)(
  `other users and namespaces${reason === undefined ? '' : ` (left out: ${reason})`}`,
  () => {
    test("another user's process: its sockets by port, and a sentence", async () => {
      const { pid, first: port } = await startProgram<number>(SERVER);
      await halfClosedPeer(port);
      const own = await eventually(() => createSampler('linux', systemDeps).sample([pid]), accepted(1));
      const [socket] = own.closeWait;
      const sample = (await sampleAsNobody(pid)) as typeof own;
      expect(sample.denied).toEqual([pid]);
      expect(sample.limitation).toContain(`No permission to list the descriptors of process ${pid}`);
      expect(sample.closeWait.find(({ id }) => id === socket?.id)).toMatchObject({
        holders: [],
        role: 'accepted',
        local: { port },
      });
    });

    test('a process in another network namespace is seen from outside', async () => {
      const args = ['-n', 'sh', '-c', `ip link set lo up && exec "$0" -e "$1"`, process.execPath, ALONE];
      const { pid, first: port } = await startProgram<number>('', args, 'unshare');
      const sample = await eventually(() => createSampler('linux', systemDeps).sample([pid]), accepted(1));
      expect(sample.closeWait).toMatchObject([
        { local: { address: '127.0.0.1', port }, role: 'accepted', holders: [{ pid }] },
      ]);
    });
  },
);
