import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Sampler } from '../sampler/sampler.js';
import type { SocketOwner } from '../shared/sample.js';
import { connectionsText } from '../shared/wording.js';
import { command } from './command.js';
import { COMMAND, VIEW } from './ids.js';
import type { LiveView } from './live-view.js';
import { ProgramNames } from '../sampler/program-names.js';

/** "Pick Process…": any process that owns TCP sockets is looked at like a debugged one; and the way back. */
export function registerPickProcess(live: LiveView): vscode.Disposable[] {
  const { tracker } = live.deps;
  return [
    command(COMMAND.pickProcess, async () => {
      const owner = await pick(live);
      if (owner === undefined) return;
      tracker.pick(owner.pid, owner.name ?? l10n.t('process {0}', owner.pid));
      await vscode.commands.executeCommand(`${VIEW.sockets}.focus`);
    }),
    command(COMMAND.stopWatching, (row) => {
      const subject = live.tree.node(row ?? '')?.subject;
      const pid = subject?.kind === 'process' ? subject.process.process.pid : undefined;
      if (pid !== undefined) tracker.unpick(pid);
    }),
  ];
}

interface ProcessItem extends vscode.QuickPickItem {
  readonly owner: SocketOwner;
}

async function pick(live: LiveView): Promise<SocketOwner | undefined> {
  const shown = new Set(live.state.watchedPids());
  const items = named(live.deps.sampler).then((owners) =>
    owners.filter(({ pid }) => pid !== process.pid && !shown.has(pid)).map(itemOf),
  );
  const options = {
    title: l10n.t('Pick Process'),
    placeHolder: l10n.t('Processes that own TCP sockets, by name, pid or port'),
    matchOnDescription: true,
  };
  return (await vscode.window.showQuickPick<ProcessItem>(items, options))?.owner;
}

/** The owners with the names that people know them by. */
async function named(sampler: Sampler): Promise<readonly SocketOwner[]> {
  const owners = await sampler.owners();
  const names = new ProgramNames();
  await names.learn(owners.map(({ pid }) => pid));
  return owners.map((owner) => ({ ...owner, name: names.of(owner.pid) ?? owner.name }));
}

function itemOf(owner: SocketOwner): ProcessItem {
  const { pid, name, listening, connections } = owner;
  const ports = listening.length === 0 ? [] : [l10n.t('listens on {0}', listening.join(', '))];
  const description = [`pid ${pid}`, ...ports, connectionsText(connections)].join(' · ');
  return { label: name ?? l10n.t('process {0}', pid), description, owner };
}
