import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { OpenRecorder } from '../../src/debug/open-recorder.js';
import { RECORD_EXPRESSION, STOP_RECORDING_EXPRESSION } from '../../src/debug/recording-expression.js';
import { endInspected, inspected, snapshotBy, valueBy } from './inspected.js';
import { session } from './node-session.js';

afterEach(endInspected);

const folder = mkdtempSync(join(tmpdir(), 'closewait-recording-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A module with functions that open sockets to a server of its own, each on a line that its name tells. */
const SOURCE = `
import net from 'node:net';
import http from 'node:http';
const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => {
  console.log(server.address().port);
});
const options = () => ({ port: server.address().port, host: '127.0.0.1' });
globalThis.opened = [];
globalThis.byNet = () => opened.push(net.connect(options())); // byNet
globalThis.bySocket = () => opened.push(new net.Socket().connect(options())); // bySocket
globalThis.byHttp = () => void http.get({ ...options(), agent: false }).on('error', () => {}); // byHttp
globalThis.plain = net.Socket.prototype.connect;
globalThis.restored = () => net.Socket.prototype.connect === plain;
globalThis.wrapAgain = () => {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...args) { return connect.apply(this, args); };
};
`;

const FILE = join(folder, 'opening.mjs');
writeFileSync(FILE, SOURCE);

function lineOf(name: string): number {
  return SOURCE.split('\n').findIndex((text) => text.endsWith(`// ${name}`)) + 1;
}

const start = () => inspected(SOURCE, [FILE]);

describe.skipIf(typeof WebSocket === 'undefined')('recording where sockets are opened', () => {
  test.each(['byNet', 'bySocket', 'byHttp'])('%s: the line of the program and the time', async (name) => {
    const program = await start();
    const { cdp } = program;
    expect(await valueBy(cdp, RECORD_EXPRESSION)).toBe('recording');
    expect(await valueBy(cdp, RECORD_EXPRESSION)).toBe('recording');
    const before = Date.now();
    await valueBy(cdp, `${name}(); new Promise((resolve) => setTimeout(resolve, 200))`);
    const outgoing = await connected(program);
    expect(outgoing).toMatchObject([{ opener: { file: FILE, line: lineOf(name) } }]);
    expect(outgoing[0]?.openedAt).toBeGreaterThanOrEqual(before);
    expect(outgoing[0]?.openedAt).toBeLessThanOrEqual(Date.now());
  });

  test('is taken away without a trace, and sockets opened before keep their line', async () => {
    const program = await start();
    const { cdp } = program;
    await valueBy(cdp, RECORD_EXPRESSION);
    await valueBy(cdp, 'byNet()');
    expect(await valueBy(cdp, 'restored()')).toBe('false');
    expect(await valueBy(cdp, STOP_RECORDING_EXPRESSION)).toBe('stopped');
    expect(await valueBy(cdp, STOP_RECORDING_EXPRESSION)).toBe('stopped');
    expect(await valueBy(cdp, 'restored()')).toBe('true');
    await valueBy(cdp, 'bySocket()');
    const openers = (await connected(program, 2)).map(({ opener }) => opener?.line);
    expect(openers.sort()).toEqual([lineOf('byNet'), undefined]);
  });

  test('wrapped by somebody else it stays in the chain, and notes nothing more', async () => {
    const program = await start();
    const { cdp } = program;
    await valueBy(cdp, RECORD_EXPRESSION);
    await valueBy(cdp, 'wrapAgain()');
    await valueBy(cdp, STOP_RECORDING_EXPRESSION);
    await valueBy(cdp, 'byNet()');
    expect((await connected(program)).map(({ opener }) => opener)).toEqual([undefined]);
  });

  test.each([
    ['a limit of stack frames that is no number', `Error.stackTraceLimit = 'x'`],
    ['stacks that cannot be written', `Error.prepareStackTrace = () => { throw new Error('no'); }`],
    ['a socket that takes no property', 'Object.defineProperty = () => { throw new Error("no"); }'],
  ])('breaks nothing in a program with %s', async (_, spoil) => {
    const program = await start();
    const { cdp } = program;
    await valueBy(cdp, RECORD_EXPRESSION);
    await valueBy(cdp, `${spoil}; byNet(); ''`);
    expect(await connected(program)).toHaveLength(1);
  });

  test('a server’s own sockets are not touched', async () => {
    const program = await start();
    const { cdp } = program;
    await valueBy(cdp, RECORD_EXPRESSION);
    await valueBy(cdp, 'byNet()');
    await connected(program);
    const { sockets } = await snapshotBy(cdp);
    expect(sockets.filter(({ accepted }) => accepted).map(({ opener }) => opener)).toEqual([undefined]);
  });

  /** The clients' sockets; a server's own is not marked as accepted yet where a look comes in the middle of accepting. */
  async function connected({ cdp, port }: Awaited<ReturnType<typeof start>>, count = 1) {
    const end = Date.now() + 10_000;
    for (;;) {
      const { sockets } = await snapshotBy(cdp);
      const outgoing = sockets.filter(({ accepted, peer }) => !accepted && peer.port === port);
      if (outgoing.length >= count || Date.now() > end) return outgoing;
    }
  }
});

describe('which sessions record', () => {
  function node(id: string, answers: readonly string[]) {
    const asked: string[] = [];
    const rest = [...answers];
    const one = session({
      'evaluate clipboard': ({ expression }) => {
        asked.push(expression === RECORD_EXPRESSION ? 'record' : 'stop');
        return { result: JSON.stringify(rest.shift() ?? 'what?') };
      },
    });
    return { session: { ...one, id }, asked };
  }

  test('each is asked once to start and once to stop', async () => {
    const [one, two] = [node('S1', ['recording', 'stopped']), node('S2', ['recording', 'stopped'])];
    const recorder = new OpenRecorder();
    await recorder.bring([one.session], true);
    await recorder.bring([one.session, two.session], true);
    expect(recorder.isRecording('S2')).toBe(true);
    await recorder.bring([one.session, two.session], false);
    await recorder.bring([one.session, two.session], false);
    expect([one.asked, two.asked]).toEqual([
      ['record', 'stop'],
      ['record', 'stop'],
    ]);
  });

  test('one that did not answer is asked again, one that ended is forgotten', async () => {
    const one = node('S1', ['', 'recording']);
    const recorder = new OpenRecorder();
    await recorder.bring([one.session], true);
    expect(recorder.isRecording('S1')).toBe(false);
    await recorder.bring([one.session], true);
    expect(recorder.isRecording('S1')).toBe(true);
    await recorder.bring([], true);
    expect(recorder.isRecording('S1')).toBe(false);
  });
});
