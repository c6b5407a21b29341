import { type ChildProcess, spawn } from 'node:child_process';
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type DocumentDiagnosticReport,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  ConfigurationRequest,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type Range,
  RegistrationRequest,
  DiagnosticRefreshRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type DocumentStatus, STATUS_NOTIFICATION } from '../../src/shared/protocol.js';
import { SERVER_ENVIRONMENT, SERVER_FLAGS } from '../../src/shared/server-flags.js';

/** What VS Code can do, as far as the server asks. */
const VS_CODE: ClientCapabilities = {
  textDocument: { diagnostic: { dynamicRegistration: true } },
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
  },
};

export const ONLY_PUSH: ClientCapabilities = { textDocument: { publishDiagnostics: {} } };

/** An editor without a screen: runs the built server over stdio and speaks the protocol with it. */
export class LanguageClient {
  readonly connection: ProtocolConnection;
  readonly log: string[] = [];
  readonly statuses: DocumentStatus[] = [];
  readonly pushed: PublishDiagnosticsParams[] = [];
  readonly registered: string[] = [];
  refreshes = 0;
  /** The `closewait` section of the settings. */
  settings: unknown = {};
  readonly #server: ChildProcess;

  constructor(program: string) {
    this.#server = spawn(process.execPath, [...SERVER_FLAGS, program, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...SERVER_ENVIRONMENT },
    });
    const { stdin, stdout } = this.#server;
    if (!stdin || !stdout) throw new Error('The server has no pipes.');
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.#listen();
  }

  async start(capabilities = VS_CODE, root: string | null = null): Promise<InitializeResult> {
    const folders = root === null ? null : [{ uri: root, name: 'test' }];
    const result = await this.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol still demands it
      rootUri: null,
      workspaceFolders: folders,
      capabilities,
      initializationOptions: { status: true, openRulePage: 'closewait.openRulePage' },
    });
    await this.connection.sendNotification(InitializedNotification.type, {});
    return result;
  }

  /** @returns the exit code of the server */
  async stop(): Promise<number | null> {
    const exited = new Promise<number | null>((resolve) => this.#server.once('exit', resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const code = await exited;
    this.connection.dispose();
    return code;
  }

  /** The server's process id. */
  get pid(): number {
    return this.#server.pid ?? Number.NaN;
  }

  get isRunning(): boolean {
    return this.#server.exitCode === null && this.#server.signalCode === null;
  }

  open(uri: string, text: string, languageId = 'c'): Promise<void> {
    const textDocument = { uri, languageId, version: 1, text };
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  change(uri: string, version: number, range: Range, text: string): Promise<void> {
    const params = { textDocument: { uri, version }, contentChanges: [{ range, text }] };
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, params);
  }

  replace(uri: string, version: number, text: string): Promise<void> {
    const params = { textDocument: { uri, version }, contentChanges: [{ text }] };
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, params);
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    const previous = previousResultId === undefined ? {} : { previousResultId };
    return this.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...previous,
    });
  }

  async diagnostics(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.pull(uri);
    return report.kind === 'full' ? report.items : [];
  }

  async actions(uri: string, range: Range, only?: string[]): Promise<readonly CodeAction[]> {
    const context = { diagnostics: [], ...(only ? { only } : {}) };
    const params = { textDocument: { uri }, range, context };
    return ((await this.connection.sendRequest(CodeActionRequest.type, params)) ?? []) as CodeAction[];
  }

  #listen(): void {
    const { connection } = this;
    connection.onNotification(LogMessageNotification.type, ({ message }) => {
      this.log.push(message);
    });
    connection.onNotification(STATUS_NOTIFICATION, (status: DocumentStatus) => {
      this.statuses.push(status);
    });
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.pushed.push(params);
    });
    connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => this.settings));
    connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations.map(({ method }) => method));
    });
    connection.onRequest(DiagnosticRefreshRequest.type, () => {
      this.refreshes++;
    });
    connection.listen();
  }
}
