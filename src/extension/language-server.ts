import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { LANGUAGE_IDS } from '../shared/language.js';
import type { FindingLine } from '../shared/finding-line.js';
import type { OpenedLine } from '../shared/opened-line.js';
import { FINDINGS_REQUEST, OPENINGS_REQUEST, type FilesParams } from '../shared/protocol.js';
import { CrashLimit } from './crash-limit.js';
import { tellGivenUp, tellRestarted } from './crash-notice.js';
import type { LanguageStatus } from './status.js';

/** On disk, not saved yet, and in virtual workspaces; not the read-only texts of other extensions. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs'];

/** The documents that Closewait reads. */
export const DOCUMENTS: readonly vscode.DocumentFilter[] = SCHEMES.flatMap((scheme) =>
  LANGUAGE_IDS.map((language) => ({ scheme, language })),
);

/** The language server from its first document to the extension's end. */
export class LanguageServer implements vscode.Disposable {
  readonly #crashes = new CrashLimit();
  #client: Promise<LanguageClient> | undefined;

  constructor(
    private readonly program: string,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: LanguageStatus,
  ) {}

  /** Starts the server now if a document it reads is open, else when one is opened. */
  startWithFirstDocument(): vscode.Disposable {
    if (vscode.workspace.textDocuments.some(isRead)) void this.#started();
    return vscode.workspace.onDidOpenTextDocument((document) => {
      if (isRead(document)) void this.#started();
    });
  }

  /** Also helps a server that failed to start or that gave up after crashes. */
  async restart(): Promise<void> {
    this.#crashes.reset();
    const old = this.#client;
    this.#client = undefined;
    await this.#stop(old);
    await this.#started();
  }

  /** The lines of files (absolute paths) that open sockets. Starts the server when it does not run yet. */
  async openings(files: readonly string[]): Promise<readonly OpenedLine[]> {
    return this.#ask<OpenedLine>(OPENINGS_REQUEST, { files });
  }

  /** The findings of files (absolute paths). Starts the server when it does not run yet. */
  async findings(files: readonly string[]): Promise<readonly FindingLine[]> {
    return this.#ask<FindingLine>(FINDINGS_REQUEST, { files });
  }

  async #ask<T>(request: string, params: FilesParams): Promise<readonly T[]> {
    await this.#started();
    return (await this.#client)?.sendRequest<readonly T[]>(request, params) ?? [];
  }

  dispose(): void {
    void this.#stop(this.#client);
  }

  async #started(): Promise<void> {
    if (this.#client) return;
    this.status.server('starting');
    this.#client = this.#create();
    try {
      await (await this.#client).start();
      this.status.server('running');
    } catch (error) {
      this.output.error(`The language server did not start: ${String(error)}`);
      this.status.server('stopped');
    }
  }

  /** The client library is large: it is loaded with the first document, not with the extension. */
  async #create(): Promise<LanguageClient> {
    const { createLanguageClient } = await import('./language-client.js');
    return createLanguageClient(this.program, DOCUMENTS, this.output, {
      onStatus: (status) => {
        this.status.document(status);
      },
      onCrash: () => this.#crashed(),
    });
  }

  #crashed(): boolean {
    const again = this.#crashes.crashed(Date.now());
    this.status.server(again ? 'running' : 'stopped');
    void (again ? tellRestarted() : tellGivenUp());
    return again;
  }

  async #stop(client: Promise<LanguageClient> | undefined): Promise<void> {
    try {
      await (await client)?.dispose();
    } catch (error) {
      this.output.debug(`The language server was already gone: ${String(error)}`);
    }
  }
}

function isRead(document: vscode.TextDocument): boolean {
  return vscode.languages.match(DOCUMENTS, document) > 0;
}
