import * as l10n from '@vscode/l10n';
import { causeText } from './causes.js';
import { socketFacts } from './socket-words.js';
import { escapeMarkdown } from './tooltip.js';
import type { Subject } from './tree-node.js';
import { siteSentence, socketsText } from '../shared/wording.js';

/** A page that explains a row to somebody who has never heard of its state; `now` in epoch milliseconds. */
export function explanation(subject: Subject, now: number): string {
  switch (subject.kind) {
    case 'backlog':
      return BACKLOG;
    case 'process':
      return CLOSE_WAIT;
    case 'unread':
      return UNREAD;
    case 'site':
      return [CLOSE_WAIT, causeSection(subject)].join('\n\n');
    case 'socket': {
      if (subject.socket.role === 'backlog') return BACKLOG;
      const state = subject.socket.state === 'CLOSE_WAIT' ? CLOSE_WAIT : UNREAD;
      const facts = socketFacts(subject.socket, now).map(
        ([name, value]) => `- **${name}**: ${escapeMarkdown(value)}`,
      );
      return [state, `## ${l10n.t('This socket')}\n\n${facts.join('\n')}`, causeSection(subject)].join(
        '\n\n',
      );
    }
  }
}

function causeSection(subject: Subject & { kind: 'site' | 'socket' }): string {
  const { site } = subject;
  const text = causeText(site?.cause ?? 'unknown');
  const count = subject.kind === 'site' ? ` (${socketsText(subject.sockets.length)})` : '';
  const place =
    site?.place === undefined ? [] : [l10n.t('Line: {0}', `\`${site.place.file}:${site.place.line}\``)];
  const words = site === undefined ? [] : [siteSentence(site)];
  return [
    `## ${text.title}${count}`,
    ...place,
    ...words,
    text.meaning,
    `**${l10n.t('What to do.')}** ${text.advice}`,
  ].join('\n\n');
}

const CLOSE_WAIT = l10n.t(`# CLOSE_WAIT

The peer has closed its side of the connection: its FIN has arrived, and the kernel has acknowledged it.
Now the kernel waits for **this program** to close, and it waits for ever (RFC 9293 §3.3.2: CLOSE-WAIT "represents waiting
for a connection termination request from the local user").

\`\`\`text
peer                         this program
ESTABLISHED                  ESTABLISHED
close()  ── FIN ──────────▶  CLOSE_WAIT  ← read() = 0, 'end'
FIN_WAIT2 ◀────────── ACK ──
          ◀── FIN ─────────  close()  →  LAST_ACK
TIME_WAIT ── ACK ─────────▶  CLOSED
\`\`\`

- It is a leak in the program, not in the network: only \`close()\` (or the end of the process) ends the state.
- Keepalive and heartbeats do not end it while the peer’s system answers.
- Every such socket holds a descriptor. When none are left, \`accept()\` and \`open()\` fail with EMFILE.
- Closing it from outside hides the leak. The next connection leaks again.`);

const UNREAD = l10n.t(`# Never read

The connection is open on both sides (ESTABLISHED) and data has arrived. Two looks into the program, some seconds apart,
showed that nobody reads the socket and nothing moves.

- While data lies unread, Node.js does not see the peer’s end: from the peer’s close on this socket is in CLOSE_WAIT.
- When the receive window is full, not even the FIN arrives: then the leak stays in ESTABLISHED.`);

const BACKLOG = l10n.t(`# Not accepted yet

The kernel has completed these connections and put them into the listener’s backlog; the peers have sent data or closed
already. The program has not called \`accept()\` for them: it is busy, blocked, or stopped at a breakpoint.

- No descriptor is held for them, and no \`close()\` is missing.
- They are accepted, in order, as soon as the program comes back to its listener. Those whose peer has closed are then in
  CLOSE_WAIT until the program closes them.
- Closing the listener ends them all.`);
