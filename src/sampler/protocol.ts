import type { Sample, SocketOwner } from '../shared/sample.js';
import type { StateCounts } from './sampler.js';

/** What the host asks of the worker; one question at a time. */
export type Question =
  | { readonly id: number; readonly ask: 'sample'; readonly pids: readonly number[] }
  | { readonly id: number; readonly ask: 'counts'; readonly pids: readonly number[] }
  | { readonly id: number; readonly ask: 'owners' };

/** What the worker answers; `failed` is a sentence for the user. */
export type Answer =
  | { readonly id: number; readonly sample: Sample }
  | { readonly id: number; readonly counts: StateCounts }
  | { readonly id: number; readonly owners: readonly SocketOwner[] }
  | { readonly id: number; readonly failed: string };
