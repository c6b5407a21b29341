import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { LANGUAGE_EXTENSIONS } from '../shared/language.js';
import { SETTINGS_SECTION } from '../shared/settings.js';
import type { Client } from './client.js';
import { FIX_ALL_KIND } from './code-actions.js';
import type { OpenWorkspace } from './open-workspace.js';

/** Files beside the sources that decide what is found: which Node.js, which modules. */
const PROJECT_FILES = 'package.json,.nvmrc,.node-version,tsconfig.json,.gitignore';

export function capabilitiesFor({ pullsDiagnostics, hasFolders }: Client): ServerCapabilities {
  const diagnosticProvider = {
    identifier: SETTINGS_SECTION,
    interFileDependencies: true,
    workspaceDiagnostics: false,
  };
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL_KIND] },
    ...(pullsDiagnostics ? { diagnosticProvider } : {}),
    ...(hasFolders
      ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }
      : {}),
  };
}

/** What can only be asked for once the client is initialized: news of settings, files and folders. */
export function registerWithClient(connection: Connection, client: Client, workspace: OpenWorkspace): void {
  const failed = (error: unknown): void => {
    connection.console.warn(`The editor did not register a watcher: ${String(error)}`);
  };
  if (client.registersConfiguration) {
    const section = { section: SETTINGS_SECTION };
    connection.client.register(DidChangeConfigurationNotification.type, section).catch(failed);
  }
  if (client.watchesFiles) {
    const sources = `**/*.{${LANGUAGE_EXTENSIONS.map((ending) => ending.slice(1)).join(',')}}`;
    const watchers = [{ globPattern: sources }, { globPattern: `**/{${PROJECT_FILES}}` }];
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(failed);
  }
  if (client.hasFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(async () => {
      const folders = await connection.workspace.getWorkspaceFolders();
      workspace.setRoots((folders ?? []).map(({ uri }) => uri));
    });
  }
}
