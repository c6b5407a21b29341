import * as l10n from '@vscode/l10n';
/** Addresses and rights of the page "TCP States over Time". */
export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** Where styles may come from (`webview.cspSource`). */
  readonly source: string;
  /** Random; only the script that carries it runs. */
  readonly nonce: string;
  /** A BCP 47 tag. */
  readonly language: string;
  /** The script's texts in that language by the English ones; absent for English. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
}

/** The page without content: the script fills it. Nothing remote, no inline style, one script. */
export function timelinePage({ script, style, source, nonce, language, texts }: PageParts): string {
  const translated = texts === undefined ? '' : ` data-texts="${escaped(JSON.stringify(texts))}"`;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width" />
    <link rel="stylesheet" href="${style}" />
    <title>${l10n.t('TCP States over Time')}</title>
  </head>
  <body class="empty"${translated}>
    <h2 id="chart-title">${l10n.t('Sockets per state')}</h2>
    <p id="waiting">${l10n.t('Lines appear while a program is debugged.')}</p>
    <div id="chart" aria-hidden="true"></div>
    <div id="legend" role="group" aria-label="${l10n.t('Lines of the chart')}"></div>
    <table id="numbers" class="visually-hidden"></table>
    <h2>${l10n.t('Closing a connection')}</h2>
    <div id="diagram"></div>
    <p id="news" class="visually-hidden" role="status" aria-live="polite"></p>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>
`;
}

/** As the value of an attribute in double quotes. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
