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
    ...(gone.length > 0 ? [`${processes(gone)} ${gone.length === 1 ? 'has' : 'have'} ended.`] : []),
    ...(hidden.length > 0
      ? [
          `${processes(hidden)} cannot be seen by this user (/proc is mounted with hidepid): run as its owner or as root.`,
        ]
      : []),
    ...(denied.length > 0
      ? [
          `No permission to list the descriptors of ${processes(denied).toLowerCase()}: ` +
            'all CLOSE_WAIT sockets of its user are shown, by port, without descriptors.',
        ]
      : []),
    ...notes,
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

function processes(pids: readonly number[]): string {
  return `${pids.length === 1 ? 'Process' : 'Processes'} ${pids.map(String).join(', ')}`;
}
