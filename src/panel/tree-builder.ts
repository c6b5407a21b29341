import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UNLISTED_KEY } from '../debug/explainer.js';
import { NATIVE_KEY } from '../debug/native-sites.js';
import type { LeakSite } from '../shared/leak-site.js';
import type { TcpSocket } from '../shared/sample.js';
import { growthText } from './growth.js';
import { matches, ordered, type RowOrder } from './row-order.js';
import { siteGroups, type SiteGroup } from './site-groups.js';
import type { Picture, ProcessPicture, StuckSocket } from './socket-model.js';
import { socketDescription, socketSpoken } from './socket-words.js';
import type { TreeNode } from './tree-node.js';
import { connectionsText, endpointText, siteSentence, socketsText } from '../shared/wording.js';

const ALARM = 'list.warningForeground';
const QUIET = 'disabledForeground';
/** Groups of more rows start collapsed, and their ages move in larger steps: fewer rows are drawn anew. */
const LARGE_GROUP = 100;
const COARSE_STEP_MS = 10_000;
/** Ages up to this are shown to the second, later ones in steps. */
const EXACT_MS = 10_000;
const STEP_MS = 5_000;

/** What decides how a picture is laid out. */
export interface TreeOptions {
  /** Epoch milliseconds for which ages are computed. */
  readonly now: number;
  readonly filter: string;
  readonly order: RowOrder;
  /** Sockets per minute for a growth key (see {@link growthKeys}). */
  readonly growth: (key: string) => number | undefined;
}

/** The rows of a picture: process → leak site → socket, then what was not accepted yet. */
export function buildTree(picture: Picture, options: TreeOptions): readonly TreeNode[] {
  return picture.processes
    .map((process) => processNode(process, picture, options))
    .filter((node) => node !== undefined);
}

/** How many sockets leak per growth key: one key per process, one per leak site in it. */
export function growthKeys(picture: Picture): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { process, stuck, ended } of picture.processes) {
    if (ended) continue;
    counts.set(processKey(process.key), stuck.length);
    for (const { site, sockets } of siteGroups(stuck))
      counts.set(siteKey(process.key, site.key), sockets.length);
  }
  return counts;
}

/** @param process the key under which it is shown. */
export function processKey(process: string): string {
  return `process:${process}`;
}

function siteKey(process: string, site: string): string {
  return `site:${process}:${site}`;
}

function processNode(whole: ProcessPicture, picture: Picture, options: TreeOptions): TreeNode | undefined {
  const process = filtered(whole, options.filter);
  const { stuck } = process;
  if (stuck.length + process.unread.length + process.backlog.length === 0) return undefined;
  const { key, name } = process.process;
  // Ages stand still when the process has ended: what is shown is its last picture.
  const at = process.ended ? { ...options, now: picture.at ?? options.now } : options;
  const growth = process.ended ? l10n.t('ended') : growthText(options.growth(processKey(key)));
  return {
    id: processKey(key),
    label: name,
    description: [l10n.t('{0} stuck', stuck.length), growth, whereText(process)].filter(Boolean).join(' · '),
    spoken: processSpoken(process),
    icon: process.ended ? 'debug-stop' : 'server-process',
    color: process.ended ? QUIET : '',
    context: contextOf('process', process, undefined),
    expanded: true,
    subject: { kind: 'process', process },
    children: processChildren(process, at),
  };
}

function processSpoken(process: ProcessPicture): string {
  const { name, pid } = process.process;
  const where = pid === undefined ? whereText(process) : l10n.t('process {0}', pid);
  const subject = [name, where, ...(process.ended ? [l10n.t('ended')] : [])].join(', ');
  return `${subject}: ${l10n.t('{0} in CLOSE_WAIT', socketsText(process.stuck.length))}.`;
}

function whereText({ process: { pid, host } }: ProcessPicture): string {
  return host === undefined ? `pid ${pid ?? '?'}` : l10n.t('as Node.js sees it, on {0}', host);
}

function processChildren(process: ProcessPicture, options: TreeOptions): readonly TreeNode[] {
  const sites = siteGroups(process.stuck).map((group) => siteNode(group, process, options));
  const rest = process.stuck.filter(({ site }) => site === undefined);
  const unread = process.unread.length === 0 ? [] : [unreadNode(process, options)];
  const backlog = process.backlog.length === 0 ? [] : [backlogNode(process, options)];
  return [...sites, ...socketNodes(rest, process, options), ...unread, ...backlog];
}

function filtered(process: ProcessPicture, filter: string): ProcessPicture {
  return {
    ...process,
    stuck: process.stuck.filter((each) => matches(each, filter)),
    unread: process.unread.filter((each) => matches(each, filter)),
    backlog: process.backlog.filter((socket) => matches({ socket, site: undefined }, filter)),
  };
}

function siteNode({ site, sockets }: SiteGroup, process: ProcessPicture, options: TreeOptions): TreeNode {
  const id = siteKey(process.process.key, site.key);
  const place = site.place === undefined ? undefined : `${basename(site.place.file)}:${site.place.line}`;
  const growth = process.ended ? '' : growthText(options.growth(id));
  const description = [`${sockets.length}`, growth, place === undefined ? '' : site.words];
  // Thousands of rows below a closed group are not made before they are asked for.
  const children = later(() => socketNodes(sockets, process, options));
  return {
    id,
    label: place ?? siteSentence(site).replace(/\.$/, ''),
    description: description.filter(Boolean).join(' · '),
    spoken: `${place === undefined ? l10n.t('Unknown line') : l10n.t('Line {0}', place)}: ${siteSentence(site)} ${socketsText(sockets.length)}.`,
    icon: 'warning',
    color: process.ended ? QUIET : ALARM,
    context: contextOf('site', process, site),
    expanded: sockets.length <= LARGE_GROUP,
    subject: { kind: 'site', process, site, sockets },
    get children() {
      return children();
    },
  };
}

function socketNodes(
  stuck: readonly StuckSocket[],
  process: ProcessPicture,
  options: TreeOptions,
): readonly TreeNode[] {
  const now = steady(options.now, stuck);
  return ordered(stuck, options.order).map((each) => socketNode(each, process, steadyAge(each.socket, now)));
}

function socketNode({ socket, site }: StuckSocket, process: ProcessPicture, now: number): TreeNode {
  const { pid } = process.process;
  const waits = socket.role === 'backlog';
  return {
    id: `socket:${socket.id}`,
    label: endpointText(socket.peer),
    description: socketDescription(socket, pid, now),
    // Of thousands of rows only those in sight are ever spoken of.
    get spoken() {
      return socketSpoken(socket, pid, now);
    },
    icon: waits ? 'watch' : 'debug-disconnect',
    color: process.ended || waits ? QUIET : ALARM,
    context: contextOf(waits ? 'waiting' : 'socket', process, site),
    expanded: false,
    subject: { kind: 'socket', process, socket, site },
    children: [],
  };
}

/** Words that the `when` clauses of the row menus ask for. */
function contextOf(kind: string, { ended, process }: ProcessPicture, site: LeakSite | undefined): string {
  const life = process.host === undefined ? 'alive' : 'remote';
  const picked = kind === 'process' && process.picked ? ['picked'] : [];
  const line = site?.place === undefined ? [] : ['line'];
  const unlisted = site?.key === UNLISTED_KEY ? ['unlisted'] : [];
  const native = site?.key.startsWith(NATIVE_KEY) === true ? ['native'] : [];
  return [kind, ended ? 'ended' : life, ...picked, ...line, ...unlisted, ...native].join(' ');
}

function unreadNode(process: ProcessPicture, options: TreeOptions): TreeNode {
  const { unread: sockets } = process;
  return {
    id: `unread:${process.process.key}`,
    label: l10n.t('Never read'),
    description: l10n.t('{0} in ESTABLISHED', sockets.length),
    spoken: l10n.t('{0} in ESTABLISHED with data that the program never reads.', socketsText(sockets.length)),
    icon: 'eye-closed',
    color: ALARM,
    context: contextOf('unread', process, undefined),
    expanded: false,
    subject: { kind: 'unread', process, sockets },
    children: socketNodes(sockets, process, options),
  };
}

function backlogNode(process: ProcessPicture, options: TreeOptions): TreeNode {
  const sockets = process.backlog.map((socket) => ({ socket, site: undefined }));
  return {
    id: `backlog:${process.process.key}`,
    label: l10n.t('Not accepted yet'),
    description: `${sockets.length}`,
    spoken: l10n.t(
      '{0} closed by the peer, not accepted by the program yet.',
      connectionsText(sockets.length),
    ),
    icon: 'inbox',
    color: '',
    context: 'backlog',
    expanded: false,
    subject: { kind: 'backlog', process, sockets: process.backlog },
    children: socketNodes(sockets, process, options),
  };
}

/** What `make` gives, made at the first call. */
function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** In large groups time moves in steps for all at once, so that not every row changes with every sample. */
function steady(now: number, group: readonly unknown[]): number {
  return group.length <= LARGE_GROUP ? now : Math.floor(now / COARSE_STEP_MS) * COARSE_STEP_MS;
}

/** After ten seconds an age moves in steps: a row that is drawn anew loses its open tooltip. */
function steadyAge({ since }: TcpSocket, now: number): number {
  const age = now - since;
  return age <= EXACT_MS ? now : since + Math.floor(age / STEP_MS) * STEP_MS;
}
