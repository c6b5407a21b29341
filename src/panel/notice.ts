import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { descriptorUse } from './descriptor-use.js';
import { forecastText } from './forecast.js';
import { SETTING, SETTINGS_SECTION, VIEW } from './ids.js';
import type { LiveView } from './live-view.js';
import { NoticePolicy } from './notice-policy.js';
import type { ProcessPicture } from './socket-model.js';

const SHOW = l10n.t('Show');
const NEVER = l10n.t('Don’t Show Again');

/** How many stuck sockets of a process are worth a notice; 0 = none ever. */
export function noticeThreshold(): number {
  return vscode.workspace.getConfiguration(SETTINGS_SECTION).get(SETTING.noticeThreshold, 10);
}

/** Tells the user once per session that sockets stay in CLOSE_WAIT, unless the rows are before their eyes. */
export function registerNotice(live: LiveView): vscode.Disposable {
  const policy = new NoticePolicy(noticeThreshold);
  const looks = live.onDidLook(({ sample }) => {
    for (const process of live.state.picture().processes) {
      const { key } = process.process;
      const due = !process.ended && policy.isDue({ key, at: sample.at, stuck: process.stuck.length });
      if (due && !live.view.visible) void tell(live, process);
    }
  });
  const sessions = vscode.debug.onDidStartDebugSession(({ parentSession }) => {
    if (parentSession === undefined) policy.reset();
  });
  const settings = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(SETTINGS_SECTION)) live.schedule();
  });
  return vscode.Disposable.from(looks, sessions, settings);
}

async function tell(live: LiveView, { process, stuck }: ProcessPicture): Promise<void> {
  const use = process.pid === undefined ? undefined : await descriptorUse(process.pid);
  const forecast = use === undefined ? undefined : forecastText(use, live.state.growthOf(process.key));
  const count = l10n.t(
    '{0} sockets of {1} stay in CLOSE_WAIT: their peers have closed, the program has not.',
    stuck.length,
    process.name,
  );
  const text = forecast === undefined ? count : `${count} ${forecast}`;
  const answer = await vscode.window.showWarningMessage(text, SHOW, NEVER);
  if (answer === SHOW) await vscode.commands.executeCommand(`${VIEW.sockets}.focus`);
  if (answer === NEVER) await switchOff();
}

function switchOff(): Thenable<void> {
  const { Global } = vscode.ConfigurationTarget;
  return vscode.workspace.getConfiguration(SETTINGS_SECTION).update(SETTING.noticeThreshold, 0, Global);
}
