import { systemProc } from './proc-reader.js';
import { systemRunner } from './runner.js';
import type { SamplerDeps } from './sampler.js';

/** The real world for a sampler. */
export const systemDeps: SamplerDeps = {
  runner: systemRunner,
  proc: systemProc,
  now: Date.now,
  steady: () => performance.now(),
};
