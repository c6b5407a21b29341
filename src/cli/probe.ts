import { parseArgs } from 'node:util';
import { parseEndpoint } from '../sampler/endpoint.js';
import {
  PROBE_LIMIT,
  probeFirst,
  probeText,
  unescaped,
  type LookAtProgram,
  type ProbeReport,
} from '../sampler/probe.js';
import { createSampler, type Sampler } from '../sampler/sampler.js';
import { systemDeps } from '../sampler/system-deps.js';
import type { Endpoint } from '../shared/sample.js';
import { type Command, CommandError, EXIT, type ExitCode, type Terminal } from './command.js';
import { endpointText } from '../shared/wording.js';
import { roleText } from './socket-table.js';

const DEFAULT_CONNECTIONS = 5;

export const probeCommand: Command = {
  usage: 'probe HOST:PORT [--connections N] [--send TEXT] [--json]',
  summary:
    'Half-closes a few connections to a program on this machine and reports which ones it leaves open.',
  options: `  --connections N    how many, 1 to ${PROBE_LIMIT}; by default ${DEFAULT_CONNECTIONS}
  --send TEXT        sent on each connection first; \\r, \\n, \\t and \\\\ are understood
  --json             the report as one JSON object

Loopback only. Exit status: 0 all closed, 1 some stuck in CLOSE_WAIT, 2 wrong usage or no connection.`,
  run,
};

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { targets, connections, text, json } = parse(args);
  const sampler = openSampler();
  try {
    const lookAt = (target: Endpoint) => lookAtListener(target, sampler);
    const report = await probeFirst(targets, { connections, text }, lookAt);
    terminal.out(json ? `${JSON.stringify(report)}\n` : reportText(report));
    return report.stuck.length === 0 ? EXIT.clean : EXIT.findings;
  } finally {
    sampler?.dispose();
  }
}

interface Arguments {
  readonly targets: readonly [Endpoint, ...Endpoint[]];
  readonly connections: number;
  readonly text: string;
  readonly json: boolean;
}

function parse(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      connections: { type: 'string' },
      send: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  });
  const [word, ...more] = positionals;
  if (word === undefined || more.length > 0)
    throw new CommandError('say one address, for example: closewait probe localhost:8080');
  const connections = Number(values.connections ?? DEFAULT_CONNECTIONS);
  return { targets: targetsFrom(word), connections, text: unescaped(values.send), json: values.json };
}

/** `8080`, `:8080`, `127.0.0.1:8080`, `[::1]:8080`; `localhost:8080` may stand for either IP version. */
function targetsFrom(word: string): [Endpoint, ...Endpoint[]] {
  const [, port] = /^(?:localhost)?:?(\d+)$/i.exec(word) ?? [];
  if (port === undefined) return [targetFrom(word, word)];
  return [targetFrom(`127.0.0.1:${port}`, word), targetFrom(`[::1]:${port}`, word)];
}

function targetFrom(text: string, word: string): Endpoint {
  const target = parseEndpoint(text);
  if (target === undefined || target.port === 0) throw new CommandError(`"${word}" is not HOST:PORT.`);
  return target;
}

/** No view of the kernel on a system that is not known: the probe still sees its own side. */
function openSampler(): Sampler | undefined {
  try {
    return createSampler(process.platform, systemDeps);
  } catch {
    return undefined;
  }
}

/** How to look at the program that listens at `target`; it is sought before the probe, so that the look itself is short. */
async function lookAtListener(
  { port }: Endpoint,
  sampler: Sampler | undefined,
): Promise<LookAtProgram | undefined> {
  const owners = (await sampler?.owners().catch(() => [])) ?? [];
  const pids = owners.filter(({ listening }) => listening.includes(port)).map(({ pid }) => pid);
  return sampler === undefined || pids.length === 0 ? undefined : () => sampler.sample(pids);
}

function reportText(report: ProbeReport): string {
  const lines = report.sockets.map(({ local, peer, holders, role }) => {
    const holder = holders[0];
    const where =
      holder === undefined ? roleText({ role }) : `process ${holder.pid}, descriptor ${holder.fd ?? '?'}`;
    return `  ${endpointText(local)} from ${endpointText(peer)}  ${where}`;
  });
  return [`${endpointText(report.target)}: ${probeText(report)}`, ...lines, ''].join('\n');
}
