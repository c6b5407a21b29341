import * as l10n from '@vscode/l10n';
import type { LeakSite } from './leak-site.js';
import type { Endpoint, TcpSocket } from './sample.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A time span of `ms` milliseconds in the two largest units that matter: `41 s`, `5 min`, `2 h 10 min`. */
export function spanText(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const hours = `${Math.floor(ms / HOUR)} h`;
  return minutes === 0 ? hours : `${hours} ${minutes} min`;
}

/** How long a socket has been in its state at `now` (epoch ms); "≥" where the kernel gives a lower bound only. */
export function ageText(socket: Pick<TcpSocket, 'since' | 'sinceExact'>, now: number): string {
  return `${socket.sinceExact ? '' : '≥ '}${spanText(now - socket.since)}`;
}

/** `127.0.0.1:80`, IPv6 in brackets (RFC 3986 §3.2.2). */
export function endpointText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** `5 B`, `1.2 KiB`, `3.0 MiB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}

/** `1 socket`, `3 sockets`. */
export function socketsText(count: number): string {
  return count === 1 ? l10n.t('1 socket') : l10n.t('{0} sockets', count);
}

/** `1 connection`, `3 connections`. */
export function connectionsText(count: number): string {
  return count === 1 ? l10n.t('1 connection') : l10n.t('{0} connections', count);
}

/** Why the sockets of a leak site stay, as a whole sentence. */
export function siteSentence({ words, said }: Pick<LeakSite, 'words' | 'said'>): string {
  return said ?? sentence(words);
}

/** Whole sentence from lower-case words: first letter raised, full stop set; a full stop of another script counts. */
export function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?。]$/.test(text) ? text : `${text}.`;
}
