/** What of a text was not understood: nothing is claimed about it. */
export interface Gaps {
  /** Functions and sockets with more ways than can be followed. */
  readonly abandoned: number;
  /** Places that do not parse. */
  readonly unparsed: number;
}

/** The gaps in half a sentence: `not read: 2 places that do not parse`. Undefined when there is none. */
export function gapsText({ abandoned, unparsed }: Gaps): string | undefined {
  const parts = [
    ...(abandoned > 0 ? [`${counted(abandoned, 'function')} with too many ways to follow`] : []),
    ...(unparsed > 0
      ? [`${counted(unparsed, 'place')} that ${unparsed === 1 ? 'does' : 'do'} not parse`]
      : []),
  ];
  return parts.length === 0 ? undefined : `not read: ${parts.join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
