import { afterEach, describe, expect, test } from 'vitest';
import { EXIT, type Size, type Terminal } from '../../src/cli/command.js';
import { runCommandLine } from '../../src/cli/run.js';
import { watchWith } from '../../src/cli/watch.js';
import { createSampler, type Sampler } from '../../src/sampler/sampler.js';
import { systemDeps } from '../../src/sampler/system-deps.js';
import type { Sample, TcpSocket } from '../../src/shared/sample.js';
import { accepted, endPrograms, eventually, halfClosedPeer, startProgram } from '../sampler/program.js';

const HALF_OPEN = `
  const server = require('net').createServer({ allowHalfOpen: true }, (socket) => { socket.resume(); })
    .listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

const SOCKET: TcpSocket = {
  id: 'sk:1',
  state: 'CLOSE_WAIT',
  local: { address: '::1', port: 8080 },
  peer: { address: '::1', port: 50_000 },
  holders: [
    { pid: 7, fd: 5 },
    { pid: 8, fd: 9 },
  ],
  role: 'accepted',
  unreadBytes: 2_048,
  unsentBytes: 0,
  since: 939_000,
  sinceExact: true,
  keepaliveMs: undefined,
};

const SAMPLE: Sample = {
  at: 1_000_000,
  tookMs: 0,
  closeWait: [SOCKET],
  counts: { CLOSE_WAIT: 1 },
  processes: [{ pid: 7, root: 7, name: 'node' }],
};

/** Standard output that is no window. */
class Screen implements Terminal {
  readonly cwd = '/';
  text = '';
  errors = '';

  readonly colour = false;

  out(text: string): void {
    this.text += text;
  }

  err(text: string): void {
    this.errors += text;
  }
}

/** A terminal's window. */
class Window extends Screen {
  constructor(
    readonly columns = 120,
    readonly rows = 24,
  ) {
    super();
  }

  readonly size = (): Size => ({ columns: this.columns, rows: this.rows });
}

/** Gives the samples one after the other and stops the watch after the last. */
function recorded(samples: readonly Sample[]): { sampler: Sampler; stop: AbortSignal } {
  const controller = new AbortController();
  let at = 0;
  const sampler: Sampler = {
    sample: () => {
      const sample = samples[at];
      at += 1;
      if (at >= samples.length) controller.abort();
      return sample === undefined ? Promise.reject(new Error('No more samples.')) : Promise.resolve(sample);
    },
    countStates: () => Promise.resolve({}),
    owners: () => Promise.resolve([]),
    dispose: () => undefined,
  };
  return { sampler, stop: controller.signal };
}

async function watch(
  samples: readonly Sample[],
  args: readonly string[] = [],
  screen = new Screen(),
): Promise<Screen> {
  const { sampler, stop } = recorded(samples);
  expect(await watchWith(sampler, ['7', '--interval', '100', ...args], screen, stop)).toBe(EXIT.clean);
  return screen;
}

async function commandLine(...args: string[]): Promise<Screen & { code: number }> {
  const screen = new Screen();
  const code = await runCommandLine(args, screen);
  return Object.assign(screen, { code });
}

describe('closewait watch', () => {
  test('a table: endpoints, holders, age, unread bytes', async () => {
    const { text } = await watch([SAMPLE]);
    expect(text.split('\n').slice(0, 3)).toEqual([
      '1 socket in CLOSE_WAIT, process 7 (node), 1970-01-01T00:16:40.000Z',
      'LOCAL       PEER         PID/FD   AGE    UNREAD   ROLE',
      '[::1]:8080  [::1]:50000  7/5 8/9  1 min  2.0 KiB  accepted',
    ]);
  });

  test('outside a window only what changed; in one it is drawn anew', async () => {
    const later = { ...SAMPLE, at: SAMPLE.at + 1_000 };
    const more = { ...later, closeWait: [SOCKET, { ...SOCKET, id: 'sk:2' }] };
    const { text } = await watch([SAMPLE, later, more]);
    expect(text.match(/in CLOSE_WAIT/g)).toHaveLength(2);
    const { text: drawn } = await watch([SAMPLE, later], [], new Window());
    const [enter, first = '', second = ''] = drawn.split('\u001b[H\u001b[J');
    expect(enter).toBe('\u001b[?1049h\u001b[?25l');
    expect(first.split('\n')).toHaveLength(3);
    // The window's own content comes back, with the last table below it.
    expect(second.split('\u001b[?25h\u001b[?1049l')[1]).toContain('[::1]:8080  [::1]:50000');
  });

  test('a small window shows what fits, and how much does not', async () => {
    const closeWait = [1, 2, 3, 4, 5].map((id) => ({ ...SOCKET, id: `sk:${id}` }));
    const { text } = await watch([{ ...SAMPLE, closeWait }], [], new Window(20, 4));
    const drawn = text.split('\u001b[J')[1]?.split('\u001b[?25h')[0]?.split('\n') ?? [];
    expect(drawn).toEqual([
      '5 sockets in CLOSE_W',
      'LOCAL       PEER    ',
      '[::1]:8080  [::1]:50',
      '… 4 more',
    ]);
  });

  test('without permission the rows by port stay in sight, with the sentence', async () => {
    const limitation = 'No permission.';
    const { text } = await watch([
      { ...SAMPLE, denied: [7], limitation },
      { ...SAMPLE, denied: [7], limitation },
    ]);
    expect(text.match(/No permission\./g)).toHaveLength(1);
  });

  test('--json: one object a line', async () => {
    const { text } = await watch([SAMPLE, SAMPLE], ['--json']);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      JSON.parse(JSON.stringify(SAMPLE)),
      JSON.parse(JSON.stringify(SAMPLE)),
    ]);
  });

  test('what cannot be seen stands below the table', async () => {
    const limitation = 'ss is not installed.';
    expect((await watch([{ ...SAMPLE, limitation }])).text).toContain(`\n${limitation}\n`);
  });

  test('a process that ends or is hidden ends the watch with a sentence', async () => {
    const run = (samples: readonly Sample[]) => {
      const { sampler } = recorded(samples);
      return watchWith(sampler, ['7', '--interval', '100'], new Screen(), new AbortController().signal);
    };
    await expect(run([{ ...SAMPLE, gone: [7] }])).rejects.toThrow('there is no process 7.');
    await expect(run([SAMPLE, { ...SAMPLE, gone: [7] }])).rejects.toThrow('process 7 has ended.');
    await expect(run([{ ...SAMPLE, processes: [], limitation: 'Hidden.' }])).rejects.toThrow('Hidden.');
  });

  test.each([
    [[], 'say one process id'],
    [['1', '2'], 'say one process id'],
    [['x'], '"x" is not a process id.'],
    [['0'], '"0" is not a process id.'],
    [['7', '--interval', '5'], 'the interval must be'],
    [['7', '--interval', 'soon'], 'the interval must be'],
    [['7', '--fast'], "Unknown option '--fast'"],
    [['2147480000'], 'there is no process 2147480000.'],
  ])('%j is refused', async (args, sentence) => {
    const { code, errors, text } = await commandLine('watch', ...args);
    expect([code, text]).toEqual([EXIT.trouble, '']);
    expect(errors).toContain(sentence);
    expect(errors.split('\n')).toHaveLength(2);
  });
});

describe.skipIf(process.platform !== 'linux')('on a real program', () => {
  afterEach(endPrograms);

  test('watch shows its stuck socket', async () => {
    const { pid, first: port } = await startProgram<number>(HALF_OPEN);
    const { localPort } = await halfClosedPeer(port);
    const sampler = createSampler('linux', systemDeps);
    await eventually(() => sampler.sample([pid]), accepted(1));
    const screen = new Screen();
    const controller = new AbortController();
    const watching = watchWith(sampler, [`${pid}`], screen, controller.signal);
    await eventually(
      () => Promise.resolve(screen.text),
      (text) => text !== '',
    );
    controller.abort();
    expect(await watching).toBe(EXIT.clean);
    expect(screen.text).toContain(`127.0.0.1:${port}  127.0.0.1:${localPort ?? ''}  ${pid}/`);
  });

  test('probe reports the stuck connections and where they are held', async () => {
    const { pid, first: port } = await startProgram<number>(HALF_OPEN);
    const { code, text } = await commandLine(
      'probe',
      `localhost:${port}`,
      '--connections',
      '2',
      '--send',
      'GET\\r\\n',
    );
    expect(code).toBe(EXIT.findings);
    expect(text).toContain(`127.0.0.1:${port}: 2 of 2 connections stuck in CLOSE_WAIT.`);
    expect(text.match(new RegExp(`process ${pid}, descriptor \\d+`, 'g'))).toHaveLength(2);
  });

  test('connections that the program has not taken are told from those it holds', async () => {
    const { pid, first: port } = await startProgram<number>(HALF_OPEN);
    process.kill(pid, 'SIGSTOP');
    const { code, text } = await commandLine('probe', `127.0.0.1:${port}`, '--connections', '1');
    expect(code).toBe(EXIT.findings);
    expect(text).toMatch(/ from 127\.0\.0\.1:\d+ {2}not accepted\n$/);
  });

  test('probe --json of a program that closes', async () => {
    const { first: port } = await startProgram<number>(
      HALF_OPEN.replace('allowHalfOpen: true', 'allowHalfOpen: false'),
    );
    const { code, text } = await commandLine('probe', `127.0.0.1:${port}`, '--json');
    expect(code).toBe(EXIT.clean);
    expect(JSON.parse(text)).toMatchObject({ connections: 5, stuck: [], sockets: [], target: { port } });
  });
});

describe('closewait probe', () => {
  test.each([
    [[], 'say one address'],
    [['8.8.8.8:53'], 'The probe connects to this machine only, not to 8.8.8.8.'],
    [['example.com:80'], 'The probe connects to this machine only, not to example.com.'],
    [['localhost'], '"localhost" is not HOST:PORT.'],
    [['127.0.0.1:0'], '"127.0.0.1:0" is not HOST:PORT.'],
    [['127.0.0.1:1', '--connections', '21'], 'The number of connections must be from 1 to 20.'],
    [['127.0.0.1:1'], 'No connection to 127.0.0.1 port 1: nobody listens there.'],
    [['localhost:1'], 'No connection to 127.0.0.1 port 1: nobody listens there.'],
  ])('%j is refused', async (args, sentence) => {
    const { code, errors, text } = await commandLine('probe', ...args);
    expect([code, text]).toEqual([EXIT.trouble, '']);
    expect(errors).toContain(sentence);
  });
});
