import { workerData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';

/** Texts in the user's language by the English ones, as the host hands them to its worker. */
export type Texts = Readonly<Record<string, string>>;

/** What the worker is started with. */
export interface WorkerInput {
  readonly texts: Texts;
}

/** To be imported by the worker before all others; elsewhere it does nothing. */
const { texts } = (workerData ?? {}) as Partial<WorkerInput>;
if (texts !== undefined) l10n.config({ contents: texts });
