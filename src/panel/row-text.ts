import * as l10n from '@vscode/l10n';
import { socketFacts } from './socket-words.js';
import type { TreeNode } from './tree-node.js';
import { endpointText } from '../shared/wording.js';

/** A row as text for the clipboard: a socket with all its facts, a group with one line per row below it. */
export function rowText(node: TreeNode, now: number): string {
  if (node.subject.kind !== 'socket') return outline(node);
  const { socket, site } = node.subject;
  const facts = socketFacts(socket, now).map(([name, value]) => `${name}: ${value}`);
  const place =
    site?.place === undefined ? [] : [l10n.t('Line: {0}', `${site.place.file}:${site.place.line}`)];
  const cause = site === undefined ? [] : [l10n.t('Cause: {0}', site.words)];
  return [...facts, ...place, ...cause].join('\n');
}

/** The peer's address of a socket's row. */
export function peerText({ subject }: TreeNode): string | undefined {
  return subject.kind === 'socket' ? endpointText(subject.socket.peer) : undefined;
}

function outline(node: TreeNode): string {
  return [`${node.label}  ${node.description}`, ...node.children.map((child) => indent(outline(child)))].join(
    '\n',
  );
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
