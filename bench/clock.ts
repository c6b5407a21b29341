/** Processor milliseconds (user and system) that some work took, so that a busy machine does not change the figures much. */
export async function cost(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/**
 * Milliseconds that the thread which asks was busy with some work: how long an answer takes on a machine that has time,
 * without V8's helpers, which collect and compile beside it.
 */
export async function answerTime(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that a share of all values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export async function medianOf(rounds: number, work: () => unknown): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) values.push(await cost(work));
  return median(values);
}
