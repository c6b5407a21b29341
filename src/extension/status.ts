import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { COMMAND_IDS, LANGUAGE_STATUS_ID } from '../shared/contributions.js';
import type { DocumentStatus } from '../shared/protocol.js';
import { statusText, type ServerState } from './status-text.js';

const SEVERITIES = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};

/** The entry "Closewait" of the editor's language status: what became of the document in front, and the way to the log. */
export class LanguageStatus implements vscode.Disposable {
  readonly #item: vscode.LanguageStatusItem;
  readonly #disposables: { dispose(): unknown }[] = [];
  readonly #documents = new Map<string, DocumentStatus>();
  #server: ServerState = 'starting';

  constructor(selector: readonly vscode.DocumentFilter[]) {
    this.#item = vscode.languages.createLanguageStatusItem(LANGUAGE_STATUS_ID, selector);
    this.#item.name = 'Closewait';
    this.#item.command = { title: l10n.t('Show Log'), command: COMMAND_IDS.showLog };
    this.#disposables.push(
      this.#item,
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.#show();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#documents.delete(uri.toString());
      }),
    );
    this.#show();
  }

  server(state: ServerState): void {
    this.#server = state;
    this.#show();
  }

  document(status: DocumentStatus): void {
    this.#documents.set(status.uri, status);
    this.#show();
  }

  dispose(): void {
    for (const each of this.#disposables) each.dispose();
  }

  #show(): void {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : this.#documents.get(uri);
    const { text, detail, severity, busy } = statusText(this.#server, status);
    this.#item.text = text;
    this.#item.detail = detail;
    this.#item.severity = SEVERITIES[severity];
    this.#item.busy = busy;
  }
}
