import type { Session } from '../../src/debug/session.js';
import { FLAGS } from '../../src/debug/snapshot-expression.js';

/** Bits of a snapshot by their names. */
export function flags(...names: (typeof FLAGS)[number][]): number {
  return names.reduce((bits, name) => bits | (1 << FLAGS.indexOf(name)), 0);
}

/** One socket as the program describes it: half open by default. */
export function described(
  port: number,
  bits = flags('allowHalfOpen', 'ended', 'endEmitted', 'reading', 'accepted'),
  length = 0,
): unknown[] {
  const flowing = length > 0 ? null : true;
  return [
    port,
    '::ffff:127.0.0.1',
    80,
    '127.0.0.1',
    port,
    bits,
    flowing,
    length,
    65_536,
    0,
    5,
    0,
    0,
    length > 0 ? 0 : 1,
    0,
    0,
  ];
}

type Answer = (args: Record<string, unknown>) => unknown;

/** A js-debug session that answers from a table and notes what it was asked. */
export function session(answers: Readonly<Record<string, Answer>>, asked: string[] = []): Session {
  return {
    id: 'S2',
    type: 'pwa-node',
    name: 'server.ts',
    parentId: 'S1',
    configuration: {},
    request: async (command, args) => {
      const { context } = args as { context?: string };
      const key = context === undefined ? command : `${command} ${context}`;
      asked.push(key);
      await Promise.resolve();
      const answer = answers[key];
      if (answer === undefined) throw new Error(`Unexpected: ${key}`);
      return answer(args as Record<string, unknown>);
    },
  };
}

export function snapshot(...sockets: unknown[][]): Answer {
  return () => ({
    result: JSON.stringify(JSON.stringify({ sockets, sites: ['p80.abc'], total: sockets.length })),
  });
}

export const PLACES: Readonly<Record<string, Answer>> = {
  'evaluate repl': () => ({ result: '(3)', variablesReference: 30 }),
  variables: ({ variablesReference }) =>
    variablesReference === 30
      ? {
          variables: [
            { name: '0', variablesReference: 31, valueLocationReference: 41 },
            { name: '1', variablesReference: 32, valueLocationReference: 42 },
            { name: '2', variablesReference: 33 },
            { name: 'length', variablesReference: 0 },
          ],
        }
      : {
          variables:
            variablesReference === 33 ? [{ name: '[[TargetFunction]]', valueLocationReference: 43 }] : [],
        },
  locations: ({ locationReference }) =>
    ({
      41: { source: { path: '<node_internals>/net' }, line: 1 },
      42: { source: { path: '/app/node_modules/pool/index.js' }, line: 5, column: 2 },
      43: { source: { path: '/app/src/server.ts' }, line: 6, column: 16 },
    })[String(locationReference)],
};
