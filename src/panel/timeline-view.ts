import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isTimelineMessage, type PointsMessage } from '../shared/panel-protocol.js';
import { command } from './command.js';
import { COMMAND, VIEW } from './ids.js';
import type { LiveView } from './live-view.js';
import { timelinePage } from './timeline-page.js';

/**
 * The view "TCP States over Time". While it is visible every sample counts all states; the page gets all points when
 * it appears, then only what changed.
 */
export class TimelineView implements vscode.WebviewViewProvider {
  #view: vscode.WebviewView | undefined;
  #ready = false;
  #sent = { revision: -1, count: 0 };

  constructor(
    private readonly live: LiveView,
    private readonly folder: vscode.Uri,
  ) {
    live.onDidLook(() => {
      this.#send();
    });
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [this.folder] };
    view.webview.onDidReceiveMessage((message: unknown) => {
      this.#receive(message);
    });
    view.onDidChangeVisibility(() => {
      this.#visibilityChanged();
    });
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#visibilityChanged();
    });
    view.webview.html = this.#page(view.webview);
    this.#visibilityChanged();
  }

  #page(webview: vscode.Webview): string {
    const uri = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(this.folder, name)).toString();
    return timelinePage({
      script: uri('timeline.js'),
      style: uri('timeline.css'),
      source: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      language: vscode.env.language,
      texts: vscode.l10n.bundle,
    });
  }

  /** A hidden page is thrown away; the next one says that it is ready and gets everything. */
  #visibilityChanged(): void {
    const visible = this.#view?.visible === true;
    if (!visible) this.#ready = false;
    this.live.timelineVisible = visible;
  }

  #receive(message: unknown): void {
    if (!isTimelineMessage(message)) return;
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#sent = { revision: -1, count: 0 };
        this.#send();
        break;
      case 'showSockets':
        void vscode.commands.executeCommand(`${VIEW.sockets}.focus`);
        break;
    }
  }

  #send(): void {
    if (this.#view === undefined || !this.#ready) return;
    const { history } = this.live.state;
    const points = history.all();
    // The last point may still take in samples, so it is sent again.
    const from = history.revision === this.#sent.revision ? Math.max(0, this.#sent.count - 1) : 0;
    this.#sent = { revision: history.revision, count: points.length };
    const message: PointsMessage = { type: 'points', from, points: points.slice(from) };
    void this.#view.webview.postMessage(message);
  }
}

/** @param dist the folder of the built extension. */
export function registerTimelineView(live: LiveView, dist: vscode.Uri): vscode.Disposable[] {
  const provider = new TimelineView(live, vscode.Uri.joinPath(dist, 'webview'));
  return [
    vscode.window.registerWebviewViewProvider(VIEW.timeline, provider),
    command(COMMAND.showTimeline, () => vscode.commands.executeCommand(`${VIEW.timeline}.focus`)),
  ];
}
