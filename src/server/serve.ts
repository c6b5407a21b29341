import { type Connection, TextDocuments } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analyze } from '../analysis/analyze.js';
import { STATUS_NOTIFICATION } from '../shared/protocol.js';
import { Analyses } from './analyses.js';
import { type Client, clientFrom } from './client.js';
import { Handlers } from './handlers.js';
import { capabilitiesFor, registerWithClient } from './capabilities.js';
import { OpenWorkspace } from './open-workspace.js';
import { SettingsStore } from './settings-store.js';

/** Answers one client on a connection until it is closed. */
export function serve(connection: Connection, analyze: Analyze): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params) => {
    const client = clientFrom(params);
    const workspace = new OpenWorkspace();
    workspace.setRoots((params.workspaceFolders ?? []).map(({ uri }) => uri));
    const settings = settingsOf(client, connection);
    const analyses = new Analyses({
      analyze,
      workspace,
      settings,
      log: (line) => {
        connection.console.error(line);
      },
      report: (status) => {
        if (client.status) void connection.sendNotification(STATUS_NOTIFICATION, status);
      },
    });
    new Handlers({ connection, client, documents, workspace, settings, analyses }).listen();
    connection.onInitialized(() => {
      registerWithClient(connection, client, workspace);
    });
    return { capabilities: capabilitiesFor(client), serverInfo: { name: 'closewait' } };
  });
  documents.listen(connection);
  connection.listen();
}

function settingsOf(client: Client, connection: Connection): SettingsStore {
  if (!client.answersConfiguration) return new SettingsStore(undefined);
  return new SettingsStore((query) => connection.workspace.getConfiguration(query) as Promise<unknown>);
}
