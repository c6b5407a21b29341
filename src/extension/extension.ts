import './ui-language.js';
import * as vscode from 'vscode';
import { DebuggeeTracker } from '../debug/debuggees.js';
import { trackSessions } from '../debug/track-sessions.js';
import { registerLiveView } from '../panel/register-live-view.js';
import { SamplerWorker } from '../sampler/sampler-worker.js';
import { registerCommands } from './commands.js';
import { DOCUMENTS, LanguageServer } from './language-server.js';
import { createOutput } from './output.js';
import { LanguageStatus } from './status.js';

/**
 * Builds the two halves and wires them; nothing is started here. The language server starts with the first document
 * it reads, the sampler when somebody looks at a debugged program's sockets.
 */
export function activate(context: vscode.ExtensionContext): void {
  const output = createOutput(context);
  const status = new LanguageStatus(DOCUMENTS);
  const server = new LanguageServer(context.asAbsolutePath('dist/server.js'), output, status);
  context.subscriptions.push(
    status,
    server,
    server.startWithFirstDocument(),
    ...registerCommands(context.extensionUri, server, output),
  );
  const tracker = new DebuggeeTracker();
  context.subscriptions.push(trackSessions(vscode.debug, tracker));
  const sampler = new SamplerWorker(context.asAbsolutePath('dist/sampler-worker.js'), vscode.l10n.bundle);
  registerLiveView(context, {
    tracker,
    sampler,
    log: output,
    openings: (files) => server.openings(files),
    findings: (files) => server.findings(files),
  });
}
