import * as vscode from 'vscode';
import { registerClose } from './close-command.js';
import { LiveView, type LiveViewDeps } from './live-view.js';
import { registerLogOpens } from './log-opens-command.js';
import { registerNotice } from './notice.js';
import { registerPickProcess } from './pick-process.js';
import { registerProbe } from './probe-command.js';
import { registerRecordOpens } from './record-opens.js';
import { registerReport } from './report-command.js';
import { registerRowCommands } from './row-commands.js';
import { registerSearchHeap } from './search-heap-command.js';
import { registerTimelineView } from './timeline-view.js';
import { registerViewCommands } from './view-commands.js';

/** Builds the live view and its commands; all of it lives as long as the extension. */
export function registerLiveView(context: vscode.ExtensionContext, deps: LiveViewDeps): LiveView {
  const live = new LiveView(deps);
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const { version } = context.extension.packageJSON as { version: string };
  context.subscriptions.push(
    live,
    ...registerRowCommands(live),
    ...registerViewCommands(live),
    ...registerTimelineView(live, dist),
    registerNotice(live),
    ...registerPickProcess(live),
    registerProbe(live),
    registerClose(live),
    registerLogOpens(live),
    registerRecordOpens(live),
    registerSearchHeap(live),
    registerReport(live, version),
  );
  return live;
}
