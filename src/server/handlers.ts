import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type DidChangeWatchedFilesParams,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  FileChangeType,
  LSPErrorCodes,
  ResponseError,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { FINDINGS_REQUEST, OPENINGS_REQUEST, type FilesParams } from '../shared/protocol.js';
import type { Analyses } from './analyses.js';
import type { Client } from './client.js';
import { CodeActions } from './code-actions.js';
import { diagnosticsOf } from './diagnostics.js';
import { oneLine } from './one-line.js';
import { findingLines } from './finding-lines.js';
import { openedLines } from './openings.js';
import type { OpenWorkspace } from './open-workspace.js';
import { Push } from './push.js';
import type { SettingsStore } from './settings-store.js';
import { pathOf } from './uri.js';

const NO_DIAGNOSTICS: DocumentDiagnosticReport = { kind: 'full', items: [] };

/** What a package manager or version control writes, thousands at a time, is not the user's code. */
function isForeign(path: string): boolean {
  return /[\\/](node_modules|\.git)[\\/]/.test(path);
}

/** The parts of a server that has a client. */
export interface Parts {
  readonly connection: Connection;
  readonly client: Client;
  readonly documents: TextDocuments<TextDocument>;
  readonly workspace: OpenWorkspace;
  readonly settings: SettingsStore;
  readonly analyses: Analyses;
}

/** What the server does with each message of its client. Nothing here throws but the protocol's own "ask again". */
export class Handlers {
  readonly #push = new Push((document) => this.#sendDiagnostics(document));

  constructor(private readonly parts: Parts) {}

  listen(): void {
    const { connection, documents } = this.parts;
    documents.onDidOpen(({ document }) => {
      this.parts.workspace.opened(document);
    });
    documents.onDidChangeContent(({ document }) => {
      this.#contentChanged(document);
    });
    documents.onDidClose(({ document }) => {
      this.#closed(document);
    });
    connection.onDidChangeConfiguration(({ settings }) => {
      this.parts.settings.changed(settings);
      this.#surroundingsChanged();
    });
    connection.onDidChangeWatchedFiles((params) => {
      this.#filesChanged(params);
    });
    connection.languages.diagnostics.on((params, token) =>
      this.#safely(() => this.#diagnostics(params, token), NO_DIAGNOSTICS),
    );
    connection.onRequest(OPENINGS_REQUEST, ({ files }: FilesParams) =>
      this.#safely(() => openedLines(files, this.parts.analyses.analyze, this.parts.workspace), []),
    );
    connection.onRequest(FINDINGS_REQUEST, ({ files }: FilesParams) =>
      this.#safely(() => findingLines(files, this.parts.analyses.analyze, this.parts.workspace), []),
    );
    connection.onCodeAction((params, token) => this.#safely(() => this.#codeActions(params, token), []));
  }

  /** An answer with a fault in it is a line in the log and an empty answer, never a message box. */
  async #safely<T>(answer: () => Promise<T>, empty: T): Promise<T> {
    try {
      return await answer();
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      this.parts.connection.console.error(`A request failed: ${oneLine(error)}`);
      return empty;
    }
  }

  async #diagnostics(
    { textDocument, previousResultId }: DocumentDiagnosticParams,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> {
    const document = this.parts.documents.get(textDocument.uri);
    if (!document) return NO_DIAGNOSTICS;
    const verdict = await this.parts.analyses.of(document, token);
    if (this.parts.documents.get(textDocument.uri) !== document) return NO_DIAGNOSTICS;
    if (!verdict) throw askAgain(token);
    const { resultId } = verdict;
    if (resultId === previousResultId) return { kind: 'unchanged', resultId };
    return { kind: 'full', resultId, items: diagnosticsOf(verdict, this.parts.workspace) };
  }

  /** For a document that changed meanwhile there is no menu: its offsets would be wrong. */
  async #codeActions(
    { textDocument, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<CodeAction[]> {
    const document = this.parts.documents.get(textDocument.uri);
    const verdict = document ? await this.parts.analyses.of(document, token) : undefined;
    if (!verdict) return [];
    return new CodeActions(verdict, this.parts.workspace, this.parts.client).forRange(range, context);
  }

  /** Also called when a document is opened. Other documents may depend on what is said here. */
  #contentChanged(document: TextDocument): void {
    this.parts.analyses.surroundingsChanged();
    if (!this.parts.client.pullsDiagnostics) this.#push.soon(document);
  }

  #closed(document: TextDocument): void {
    const { uri } = document;
    this.parts.workspace.closed(document);
    this.parts.settings.forget(uri);
    this.parts.analyses.forget(uri);
    this.#push.forget(uri);
    if (!this.parts.client.pullsDiagnostics) {
      void this.parts.connection.sendDiagnostics({ uri, diagnostics: [] });
    }
  }

  #filesChanged({ changes }: DidChangeWatchedFilesParams): void {
    const paths = changes.map(({ uri, type }) => ({ path: pathOf(uri), type }));
    for (const { path, type } of paths) this.parts.workspace.changed(path, type !== FileChangeType.Changed);
    const matters = paths.some(
      ({ path }) => !isForeign(path) && this.parts.workspace.document(path) === undefined,
    );
    if (matters) this.#surroundingsChanged();
  }

  #surroundingsChanged(): void {
    const { analyses, client, connection, documents } = this.parts;
    analyses.surroundingsChanged();
    if (!client.pullsDiagnostics) {
      for (const document of documents.all()) this.#push.soon(document);
    } else if (client.refreshesDiagnostics) {
      connection.languages.diagnostics.refresh().catch((error: unknown) => {
        connection.console.warn(`The editor did not refresh: ${String(error)}`);
      });
    }
  }

  #sendDiagnostics(document: TextDocument): Promise<void> {
    return this.#safely(() => this.#send(document), undefined);
  }

  async #send(document: TextDocument): Promise<void> {
    const { analyses, connection, workspace } = this.parts;
    const verdict = await analyses.of(document);
    if (!verdict || this.parts.documents.get(document.uri) !== document) return;
    const diagnostics = diagnosticsOf(verdict, workspace);
    await connection.sendDiagnostics({ uri: document.uri, version: verdict.version, diagnostics });
  }
}

/**
 * The protocol's way to say that an answer would be out of date. A client that cancelled gets no word on asking again:
 * VS Code cancels in order to ask anew, and would take "do not retrigger" for its answer to that.
 */
function askAgain(token: CancellationToken): ResponseError<{ retriggerRequest: boolean } | undefined> {
  if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
  return new ResponseError(LSPErrorCodes.ServerCancelled, 'The document changed.', {
    retriggerRequest: true,
  });
}
