import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  PROBE_LIMIT,
  probeFirst,
  probeText,
  unescaped,
  type ProbeOrder,
  type ProbeReport,
} from '../sampler/probe.js';
import type { SocketOwner } from '../shared/sample.js';
import { connectionsText } from '../shared/wording.js';
import { command } from './command.js';
import { COMMAND, VIEW } from './ids.js';
import type { LiveView } from './live-view.js';
import { probeMarkdown } from './probe-report.js';
import { showMarkdown } from './markdown-page.js';

const DEFAULT_CONNECTIONS = 5;
/** A line that most line-based and echo servers answer; an http server answers it with 400. */
const DEFAULT_TEXT = 'hello\\r\\n';

/** "Test EOF Handling…": a few clients that send something and half-close; does the program close? */
export function registerProbe(live: LiveView): vscode.Disposable {
  return command(COMMAND.probe, async () => {
    const order = await askOrder(live);
    if (order === undefined || !(await confirmed(order))) return;
    await tell(live, await run(live, order), order.program);
  });
}

interface PortOrder extends Omit<ProbeOrder, 'target'> {
  readonly port: number;
  /** As the user is shown it. */
  readonly program: string;
}

async function askOrder(live: LiveView): Promise<PortOrder | undefined> {
  const target = await askPort(live);
  if (target === undefined) return undefined;
  const connections = await askConnections();
  if (connections === undefined) return undefined;
  const text = await vscode.window.showInputBox({
    title: l10n.t('Test EOF Handling (3/3)'),
    prompt: l10n.t(
      'Sent on each connection before it is half-closed. \\r and \\n are line ends; may be empty.',
    ),
    value: DEFAULT_TEXT,
  });
  if (text === undefined) return undefined;
  return { ...target, connections, text: unescaped(text) };
}

async function askPort(live: LiveView): Promise<Pick<PortOrder, 'port' | 'program'> | undefined> {
  const pids = new Set(live.state.watchedPids());
  if (pids.size === 0) throw new Error(l10n.t('No program is debugged here; pick a process first.'));
  const owners = (await live.deps.sampler.owners()).filter(({ pid }) => pids.has(pid));
  const names = new Map(live.state.picture().processes.map(({ process }) => [process.pid, process.name]));
  const items = owners.flatMap((owner) => portItems(owner, names.get(owner.pid)));
  if (items.length === 0) throw new Error(l10n.t('The program does not listen on any TCP port yet.'));
  const options = { title: l10n.t('Test EOF Handling (1/3)'), placeHolder: l10n.t('The port to test') };
  return items.length === 1 ? items[0] : vscode.window.showQuickPick(items, options);
}

function portItems({ pid, listening }: SocketOwner, name = l10n.t('process')) {
  const program = `${name} (pid ${pid})`;
  return listening.map((port) => ({ label: l10n.t('Port {0}', port), description: program, port, program }));
}

async function askConnections(): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: l10n.t('Test EOF Handling (2/3)'),
    prompt: l10n.t('How many connections, 1 to {0}', PROBE_LIMIT),
    value: `${DEFAULT_CONNECTIONS}`,
    validateInput: (text) =>
      /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= PROBE_LIMIT
        ? undefined
        : l10n.t('A number from 1 to {0}.', PROBE_LIMIT),
  });
  return answer === undefined ? undefined : Number(answer);
}

async function confirmed({ port, connections, program }: PortOrder): Promise<boolean> {
  const message = l10n.t('Open {0} to port {1} of {2}?', connectionsText(connections), port, program);
  const detail = l10n.t(
    'Each sends the text, half-closes and waits for the program to close, for 3 seconds at most.',
  );
  const openThem = l10n.t('Open Connections');
  return (
    (await vscode.window.showInformationMessage(message, { modal: true, detail }, openThem)) === openThem
  );
}

async function run(live: LiveView, order: PortOrder): Promise<ProbeReport> {
  const { port } = order;
  const look = () => live.deps.sampler.sample(live.state.watchedPids());
  // A program may listen on the IPv6 loopback address alone.
  const targets = [
    { address: '127.0.0.1', port },
    { address: '::1', port },
  ] as const;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Testing port {0} …', port),
  };
  return vscode.window.withProgress(options, () => probeFirst(targets, order, () => Promise.resolve(look)));
}

async function tell(live: LiveView, report: ProbeReport, program: string): Promise<void> {
  const text = l10n.t('Port {0}: {1}', report.target.port, probeText(report));
  const { showInformationMessage, showWarningMessage } = vscode.window;
  void reveal(live, report);
  const show = report.stuck.length === 0 ? showInformationMessage : showWarningMessage;
  const showReport = l10n.t('Show Report');
  if ((await show(text, showReport)) === showReport) {
    await showMarkdown(l10n.t('EOF test'), probeMarkdown(report, program, new Date()));
  }
}

/** Selects the first stuck connection as soon as a sample has brought its row. */
async function reveal(live: LiveView, { sockets }: ProbeReport): Promise<void> {
  const [first] = sockets;
  if (first === undefined) return;
  await vscode.commands.executeCommand(`${VIEW.sockets}.focus`);
  const id = `socket:${first.id}`;
  if (live.tree.node(id) === undefined) await nextLook(live);
  if (live.tree.node(id) !== undefined) await live.view.reveal(id, { select: true, focus: false });
}

function nextLook(live: LiveView): Promise<void> {
  return new Promise((resolve) => {
    const once = live.onDidLook(() => {
      once.dispose();
      resolve();
    });
    live.host.refresh();
  });
}
