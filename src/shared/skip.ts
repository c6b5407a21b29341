/** Why a file was not looked at. */
export type Skip = 'binary' | 'too-large' | 'minified' | 'unsure';

/** The reason in a sentence for the user. */
export const SKIP_SENTENCES: Readonly<Record<Skip, string>> = {
  binary: 'Not analysed: the file holds binary data.',
  'too-large': 'Not analysed: the file is larger than 1 MB.',
  minified: 'Not analysed: the file looks minified.',
  unsure: 'Not analysed: too much of the file could not be read as source code.',
};
