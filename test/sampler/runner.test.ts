import { afterEach, describe, expect, test } from 'vitest';
import { systemRunner, type Conversation } from '../../src/sampler/runner.js';

const NODE = process.execPath;
const open: Conversation[] = [];

function converse(program: string, source: string): Conversation {
  const conversation = systemRunner.converse(program, ['-e', source]);
  open.push(conversation);
  return conversation;
}

afterEach(() => {
  for (const conversation of open.splice(0)) conversation.close();
});

describe('running a program', () => {
  test('gives output and status', async () => {
    const source = 'process.stdout.write("out"); process.stderr.write("err"); process.exitCode = 3';
    expect(await systemRunner.run(NODE, ['-e', source], 10_000)).toEqual({
      stdout: 'out',
      stderr: 'err',
      code: 3,
    });
  });

  test('a missing, a slow and a talkative one are errors with a sentence', async () => {
    const run = (source: string, ms: number) => systemRunner.run(NODE, ['-e', source], ms);
    await expect(systemRunner.run('no-such-program', [], 1_000)).rejects.toMatchObject({
      reason: 'missing',
      message: 'no-such-program is not installed.',
    });
    await expect(run('setInterval(() => {}, 1000)', 200)).rejects.toMatchObject({ reason: 'timeout' });
    const flood = 'const b = Buffer.alloc(1 << 20); const w = () => process.stdout.write(b, w); w()';
    await expect(run(flood, 15_000)).rejects.toMatchObject({ reason: 'overflow' });
  });
});

describe('a conversation', () => {
  const ECHO = `require('readline').createInterface({ input: process.stdin }).on('line', (line) => console.log(line.toUpperCase() + '\\n#end#'))`;

  test('answers one question after the other', async () => {
    const echo = converse(NODE, ECHO);
    expect((await echo.ask('one', '#end#', 10_000)).trim()).toBe('ONE');
    expect((await echo.ask('two', '#end#', 10_000)).trim()).toBe('TWO');
  });

  test('fails when the program is missing, silent or gone', async () => {
    await expect(converse('no-such-program', '').ask('x', '#', 1_000)).rejects.toMatchObject({
      reason: 'missing',
    });
    await expect(converse(NODE, 'setInterval(() => {}, 1000)').ask('x', '#', 200)).rejects.toMatchObject({
      reason: 'timeout',
    });
    const gone = converse(NODE, 'process.exit()');
    await expect(gone.ask('x', '#', 10_000)).rejects.toMatchObject({ reason: 'failed' });
    await expect(gone.ask('y', '#', 10_000)).rejects.toMatchObject({ reason: 'failed' });
  });
});
