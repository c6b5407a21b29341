import * as vscode from 'vscode';
import {
  probe,
  PROBE_LIMIT,
  ProbeRefused,
  probeText,
  type ProbeOrder,
  type ProbeReport,
} from '../sampler/probe.js';
import type { Sample, SocketOwner } from '../shared/sample.js';
import { countText } from '../shared/wording.js';
import { command } from './command.js';
import { COMMAND, VIEW } from './ids.js';
import type { LiveView } from './live-view.js';
import { probeMarkdown } from './probe-report.js';
import { showMarkdown } from './markdown-page.js';

const DEFAULT_CONNECTIONS = 5;
/** A line that most line-based and echo servers answer; an http server answers it with 400. */
const DEFAULT_TEXT = 'hello\\r\\n';
const RUN = 'Open Connections';
const REPORT = 'Show Report';

/** "Test EOF Handling…": a few clients that send something and half-close; does the program close? */
export function registerProbe(live: LiveView): vscode.Disposable {
  return command(COMMAND.probe, async () => {
    const order = await askOrder(live);
    if (order === undefined || !(await confirmed(order))) return;
    const { report, program } = await run(live, order);
    await tell(live, report, program);
  });
}

interface NamedOrder extends ProbeOrder {
  readonly program: string;
}

async function askOrder(live: LiveView): Promise<NamedOrder | undefined> {
  const target = await askPort(live);
  if (target === undefined) return undefined;
  const connections = await askConnections();
  if (connections === undefined) return undefined;
  const text = await vscode.window.showInputBox({
    title: 'Test EOF Handling (3/3)',
    prompt: 'Sent on each connection before it is half-closed. \\r and \\n are line ends; may be empty.',
    value: DEFAULT_TEXT,
  });
  if (text === undefined) return undefined;
  return { ...target, connections, text: unescaped(text) };
}

async function askPort(live: LiveView): Promise<Pick<NamedOrder, 'target' | 'program'> | undefined> {
  const pids = new Set(live.state.watchedPids());
  if (pids.size === 0) throw new Error('No program is debugged here; pick a process first.');
  const owners = (await live.deps.sampler.owners()).filter(({ pid }) => pids.has(pid));
  const names = new Map(live.state.picture().processes.map(({ process }) => [process.pid, process.name]));
  const items = owners.flatMap((owner) => portItems(owner, names.get(owner.pid)));
  if (items.length === 0) throw new Error('The program does not listen on any TCP port yet.');
  const options = { title: 'Test EOF Handling (1/3)', placeHolder: 'The port to test' };
  const chosen = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, options);
  return chosen && { target: { address: '127.0.0.1', port: chosen.port }, program: chosen.program };
}

function portItems({ pid, listening }: SocketOwner, name = 'process') {
  const program = `${name} (pid ${pid})`;
  return listening.map((port) => ({ label: `Port ${port}`, description: program, port, program }));
}

async function askConnections(): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: 'Test EOF Handling (2/3)',
    prompt: `How many connections, 1 to ${PROBE_LIMIT}`,
    value: `${DEFAULT_CONNECTIONS}`,
    validateInput: (text) =>
      /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= PROBE_LIMIT
        ? undefined
        : `A number from 1 to ${PROBE_LIMIT}.`,
  });
  return answer === undefined ? undefined : Number(answer);
}

async function confirmed({ target, connections, program }: NamedOrder): Promise<boolean> {
  const message = `Open ${countText(connections, 'connection')} to port ${target.port} of ${program}?`;
  const detail =
    'Each sends the text, half-closes and waits for the program to close, for 3 seconds at most.';
  return (await vscode.window.showInformationMessage(message, { modal: true, detail }, RUN)) === RUN;
}

async function run(live: LiveView, order: NamedOrder): Promise<{ report: ProbeReport; program: string }> {
  const { program } = order;
  const look = () => live.deps.sampler.sample(live.state.watchedPids());
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Testing port ${order.target.port} …`,
  };
  const report = await vscode.window.withProgress(options, () => probeEither(order, look));
  return { report, program };
}

/** A program may listen on the IPv6 loopback address alone. */
async function probeEither(order: ProbeOrder, look: () => Promise<Sample>): Promise<ProbeReport> {
  try {
    return await probe(order, look);
  } catch (error) {
    if (!(error instanceof ProbeRefused)) throw error;
    return probe({ ...order, target: { ...order.target, address: '::1' } }, look);
  }
}

async function tell(live: LiveView, report: ProbeReport, program: string): Promise<void> {
  const text = `Port ${report.target.port}: ${probeText(report)}`;
  const { showInformationMessage, showWarningMessage } = vscode.window;
  void reveal(live, report);
  const show = report.stuck.length === 0 ? showInformationMessage : showWarningMessage;
  if ((await show(text, REPORT)) === REPORT) {
    await showMarkdown('EOF test', probeMarkdown(report, program, new Date()));
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

function unescaped(text: string): string {
  return text.replaceAll('\\r', '\r').replaceAll('\\n', '\n');
}
