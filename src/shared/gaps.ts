import * as l10n from '@vscode/l10n';
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
    ...(abandoned > 0 ? [abandonedText(abandoned)] : []),
    ...(unparsed > 0 ? [unparsedText(unparsed)] : []),
  ];
  return parts.length === 0 ? undefined : l10n.t('not read: {0}', parts.join(', '));
}

function abandonedText(count: number): string {
  return count === 1
    ? l10n.t('1 function with too many ways to follow')
    : l10n.t('{0} functions with too many ways to follow', count);
}

function unparsedText(count: number): string {
  return count === 1 ? l10n.t('1 place that does not parse') : l10n.t('{0} places that do not parse', count);
}
