import * as l10n from '@vscode/l10n';
import { spanText } from '../shared/wording.js';

const DAY_MS = 24 * 60 * 60_000;

/** How many descriptors a process has open and may have (`RLIMIT_NOFILE`, getrlimit(2), soft limit). */
export interface DescriptorUse {
  readonly open: number;
  readonly limit: number;
}

/** Milliseconds until the limit is reached at this rate; undefined when it is not growing or more than a day away. */
export function timeToLimit(
  { open, limit }: DescriptorUse,
  perMinute: number | undefined,
): number | undefined {
  if (perMinute === undefined || perMinute <= 0) return undefined;
  const ms = (Math.max(0, limit - open) / perMinute) * 60_000;
  return ms <= DAY_MS ? ms : undefined;
}

/** "At this rate 1,024 descriptors are reached in 14 min.", or undefined when there is nothing to warn of. */
export function forecastText(use: DescriptorUse, perMinute: number | undefined): string | undefined {
  const limit = use.limit.toLocaleString('en-US');
  if (use.open >= use.limit) return l10n.t('The limit of {0} descriptors is reached.', limit);
  const ms = timeToLimit(use, perMinute);
  return ms === undefined
    ? undefined
    : l10n.t('At this rate {0} descriptors are reached in {1}.', limit, spanText(ms));
}
