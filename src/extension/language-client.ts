import type * as vscode from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  TransportKind,
} from 'vscode-languageclient/node';
import { COMMAND_IDS, LANGUAGE_CLIENT_ID } from '../shared/contributions.js';
import { type ClientOffers, type DocumentStatus, STATUS_NOTIFICATION } from '../shared/protocol.js';
import { SERVER_ENVIRONMENT, SERVER_FLAGS } from '../shared/server-flags.js';

/** What the client tells the extension about its server. */
export interface ServerEvents {
  onStatus(status: DocumentStatus): void;
  /** The server's process ended unasked; the answer says whether it is started again. */
  onCrash(): boolean;
}

const OFFERS: ClientOffers = { status: true, openRulePage: COMMAND_IDS.openRulePage };

/** A client, not yet started, whose server is a Node.js process beside the extension host. */
export function createLanguageClient(
  program: string,
  selector: readonly vscode.DocumentFilter[],
  output: vscode.LogOutputChannel,
  events: ServerEvents,
): LanguageClient {
  const process = { execArgv: [...SERVER_FLAGS], env: SERVER_ENVIRONMENT };
  const server = { module: program, transport: TransportKind.ipc, options: process };
  const options: LanguageClientOptions = {
    documentSelector: selector.map(({ language = '', scheme = '' }) => ({ language, scheme })),
    outputChannel: output,
    initializationOptions: OFFERS,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => closeResult(events.onCrash()),
    },
    middleware: { provideCodeActions: onlyForPresentVersion },
  };
  const client = new LanguageClient(LANGUAGE_CLIENT_ID, 'Closewait', { run: server, debug: server }, options);
  client.onNotification(STATUS_NOTIFICATION, (status: DocumentStatus) => {
    events.onStatus(status);
  });
  return client;
}

function closeResult(restart: boolean): CloseHandlerResult {
  const action = restart ? CloseAction.Restart : CloseAction.DoNotRestart;
  const next = restart ? 'It is started again.' : 'It stays off.';
  return { action, handled: true, message: `The language server stopped unexpectedly. ${next}` };
}

type Middleware = NonNullable<LanguageClientOptions['middleware']>;

/** A repair whose offsets belong to an older text is never offered. */
const onlyForPresentVersion: NonNullable<Middleware['provideCodeActions']> = async (
  document,
  range,
  context,
  token,
  next,
) => {
  const { version } = document;
  const actions = await next(document, range, context, token);
  return document.version === version ? actions : [];
};
