import { parseArgs } from 'node:util';
import { ProgramNames } from '../sampler/program-names.js';
import { createSampler, type Sampler } from '../sampler/sampler.js';
import { systemDeps } from '../sampler/system-deps.js';
import type { Sample } from '../shared/sample.js';
import { type Command, CommandError, EXIT, type ExitCode, type Terminal } from './command.js';
import { asJson, type Display, onChange, onScreen } from './live-table.js';
import { socketTable } from './socket-table.js';

const DEFAULT_INTERVAL_MS = 1_000;
const SHORTEST_INTERVAL_MS = 100;

export const watch: Command = {
  usage: 'watch PID [--json] [--interval MS]',
  summary: 'Shows the sockets in CLOSE_WAIT of a process and its descendants until Ctrl-C.',
  options: `  --json           one JSON object per sample and line
  --interval MS    pause between samples, by default ${DEFAULT_INTERVAL_MS}; never less than 20 times a sample's cost

Exit status: 0 ended by Ctrl-C, 2 wrong usage, no such process, or one that /proc hides.`,
  run: (args, terminal) =>
    watchWith(createSampler(process.platform, systemDeps), args, terminal, interrupted()),
};

/** Samples until `stop` is aborted. Throws a CommandError when the process is gone or hidden. */
export async function watchWith(
  sampler: Sampler,
  args: readonly string[],
  terminal: Terminal,
  stop: AbortSignal,
): Promise<ExitCode> {
  const { pid, json, interval } = parse(args);
  const display = json ? asJson(terminal) : await tableFor(pid, terminal);
  try {
    for (let first = true; !stop.aborted; first = false) {
      const sample = await sampler.sample([pid]);
      if (sample.gone?.includes(pid))
        throw new CommandError(first ? `there is no process ${pid}.` : `process ${pid} has ended.`);
      if (!sees(sample, pid)) throw new CommandError(sample.limitation ?? 'no permission.');
      display.show(sample);
      await pause(Math.max(interval, 20 * sample.tookMs), stop);
    }
    return EXIT.clean;
  } finally {
    display.end();
    sampler.dispose();
  }
}

function parse(args: readonly string[]): { pid: number; json: boolean; interval: number } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, interval: { type: 'string' } },
  });
  const [word, ...more] = positionals;
  if (word === undefined || more.length > 0)
    throw new CommandError('say one process id, for example: closewait watch 4711');
  if (!/^[1-9]\d{0,9}$/.test(word)) throw new CommandError(`"${word}" is not a process id.`);
  const interval = Number(values.interval ?? DEFAULT_INTERVAL_MS);
  if (!(interval >= SHORTEST_INTERVAL_MS && interval <= 3_600_000)) {
    throw new CommandError(`the interval must be ${SHORTEST_INTERVAL_MS} to 3600000 milliseconds.`);
  }
  return { pid: Number(word), json: values.json, interval };
}

/** A process that /proc hides is not among those looked at. */
function sees(sample: Sample, pid: number): boolean {
  return sample.processes?.some((process) => process.pid === pid) ?? true;
}

/** In a terminal's window drawn anew, elsewhere printed when it changes. */
async function tableFor(pid: number, terminal: Terminal): Promise<Display> {
  const names = new ProgramNames();
  await names.learn([pid]);
  const table = (sample: Sample): string => socketTable(pid, sample, names.of(pid));
  return terminal.size ? onScreen(terminal, terminal.size, table) : onChange(terminal, table);
}

/** Aborts at the first Ctrl-C or SIGTERM. */
function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop.addEventListener('abort', done);
    if (stop.aborted) done();
  });
}
