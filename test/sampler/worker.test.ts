import { build } from 'esbuild';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SamplerWorker } from '../../src/sampler/sampler-worker.js';
import { accepted, endPrograms, eventually, halfClosedPeer, startProgram } from './program.js';

let folder = '';
const workers: SamplerWorker[] = [];

function worker(script = join(folder, 'sampler-worker.js')): SamplerWorker {
  const subject = new SamplerWorker(script);
  workers.push(subject);
  return subject;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closewait-'));
  await build({
    entryPoints: [join(import.meta.dirname, '../../src/sampler/worker.ts')],
    outfile: join(folder, 'sampler-worker.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});

afterEach(() => {
  endPrograms();
  for (const subject of workers.splice(0)) subject.dispose();
});

afterAll(() => rm(folder, { recursive: true }));

describe('the bundled worker', () => {
  test.skipIf(process.platform !== 'linux')('answers all three questions', async () => {
    const { pid, first: port } = await startProgram<number>(`
      const server = require('net').createServer({ allowHalfOpen: true }, (socket) => { socket.resume(); })
        .listen(0, '127.0.0.1', () => console.log(server.address().port));
    `);
    await halfClosedPeer(port);
    const subject = worker();
    const { closeWait } = await eventually(() => subject.sample([pid]), accepted(1));
    expect(closeWait).toMatchObject([{ local: { port }, role: 'accepted' }]);
    const [counts, owners] = await Promise.all([subject.countStates([pid]), subject.owners()]);
    expect(counts).toMatchObject({ LISTEN: 1, CLOSE_WAIT: 1 });
    expect(owners.find((owner) => owner.pid === pid)).toMatchObject({ listening: [port] });
  });

  test.skipIf(process.platform !== 'linux')('speaks the language that it is given', async () => {
    const texts = { 'Process {0} has ended.': '进程 {0} 已结束。' };
    const subject = new SamplerWorker(join(folder, 'sampler-worker.js'), texts);
    workers.push(subject);
    const gone = 2 ** 30;
    expect((await subject.sample([gone])).limitation).toBe(`进程 ${gone} 已结束。`);
    expect((await worker().sample([gone])).limitation).toBe(`Process ${gone} has ended.`);
  });

  test('what is asked of one that was stopped is refused, and the next question starts it anew', async () => {
    const subject = worker();
    const open = subject.sample([process.pid]);
    subject.dispose();
    await expect(open).rejects.toThrow('The sampler was stopped.');
    expect((await subject.sample([process.pid])).closeWait).toEqual([]);
  });

  test('one that cannot start says so', async () => {
    await expect(worker(join(folder, 'absent.js')).sample([1])).rejects.toThrow(/^The sampler failed: /);
  });

  test('one that ends by itself says so', async () => {
    await writeFile(join(folder, 'ends.js'), 'process.exit(3);');
    await expect(worker(join(folder, 'ends.js')).sample([1])).rejects.toThrow(
      'The sampler has ended; it is started anew.',
    );
  });
});
