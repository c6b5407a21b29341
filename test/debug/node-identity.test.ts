import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { askNode, placeOf } from '../../src/debug/node-identity.js';
import type { Session } from '../../src/debug/session.js';
import { systemProc } from '../../src/sampler/proc-reader.js';

function session(evaluate: (expression: string) => unknown): Session {
  return {
    id: 'S2',
    type: 'pwa-node',
    name: 'x',
    parentId: 'S1',
    configuration: {},
    request: (_, args) => Promise.resolve(evaluate((args as { expression: string }).expression)),
  };
}

/** Evaluates in this very process, as js-debug does in the `clipboard` context. */
const here = session((expression) => {
  const value: unknown = (0, eval)(expression);
  return { result: JSON.stringify(value) };
});

describe('asking a program who it is', () => {
  test('this process is found to be itself', async () => {
    const told = await askNode(here);
    expect(told).toMatchObject({ pid: process.pid, host: hostname() });
    expect(told && (await placeOf(told, systemProc, hostname()))).toEqual({ pid: process.pid });
  });

  test.each([
    ['nothing', undefined],
    ['no text', { result: 5 }],
    ['an error as text', { result: 'ReferenceError: process is not defined' }],
    ['another object', { result: '"{}"' }],
    ['no process id', { result: '{"pid":"x"}' }],
  ])('%s is no answer', async (_, answer) => {
    expect(await askNode(session(() => answer))).toBeUndefined();
  });

  test('a refusal and silence are no answer either', async () => {
    const refusing = { ...here, request: () => Promise.reject(new Error('not now')) };
    const silent = { ...here, request: () => new Promise(() => undefined) };
    expect(await askNode(refusing)).toBeUndefined();
    expect(await askNode(silent, 20)).toBeUndefined();
  });
});
