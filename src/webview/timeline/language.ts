import * as l10n from '@vscode/l10n';

/** To be imported before all others: their texts are looked up while they are loaded. The page carries the translations. */
const { texts } = document.body.dataset;
if (texts !== undefined) l10n.config({ contents: texts });
