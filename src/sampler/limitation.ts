import * as l10n from '@vscode/l10n';
/** What stood in the way of one look. */
export interface Obstacles {
  readonly gone: readonly number[];
  /** Processes that /proc does not show to this user. */
  readonly hidden: readonly number[];
  /** Processes whose descriptors may not be listed. */
  readonly denied: readonly number[];
  /** Further sentences. */
  readonly notes: readonly string[];
}

/** Sentences that tell the user what could not be seen and what is shown instead; undefined when nothing was missed. */
export function limitationText({ gone, hidden, denied, notes }: Obstacles): string | undefined {
  const sentences = [
    ...(gone.length > 0 ? [goneText(gone)] : []),
    ...(hidden.length > 0
      ? [
          l10n.t(
            'This user cannot see {0} (/proc is mounted with hidepid): run as its owner or as root.',
            processes(hidden),
          ),
        ]
      : []),
    ...(denied.length > 0
      ? [
          l10n.t(
            'No permission to list the descriptors of {0}: all CLOSE_WAIT sockets of its user are shown, by port, without descriptors.',
            processes(denied),
          ),
        ]
      : []),
    ...notes,
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

function goneText(pids: readonly number[]): string {
  return pids.length === 1
    ? l10n.t('Process {0} has ended.', listText(pids))
    : l10n.t('Processes {0} have ended.', listText(pids));
}

function processes(pids: readonly number[]): string {
  return pids.length === 1 ? l10n.t('process {0}', listText(pids)) : l10n.t('processes {0}', listText(pids));
}

function listText(pids: readonly number[]): string {
  return pids.map(String).join(', ');
}
