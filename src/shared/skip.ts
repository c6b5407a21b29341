import * as l10n from '@vscode/l10n';
/** Why a file was not looked at. */
export type Skip = 'binary' | 'too-large' | 'minified' | 'unsure';

/** The reason in a sentence for the user. */
export const SKIP_SENTENCES: Readonly<Record<Skip, string>> = {
  binary: l10n.t('Not analysed: the file holds binary data.'),
  'too-large': l10n.t('Not analysed: the file is larger than 1 MB.'),
  minified: l10n.t('Not analysed: the file looks minified.'),
  unsure: l10n.t('Not analysed: too much of the file could not be read as source code.'),
};
