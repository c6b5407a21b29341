import type { Place } from '../../../lifecycle/ir.js';
import { textOf, type Syntax } from '../syntax.js';
import type { Frame } from './frame.js';

/** Types and families whose sockets are no TCP connections (socket(2)): nothing to be followed. */
const NOT_TCP =
  /\b(?:SOCK_(?:DGRAM|RAW|RDM|SEQPACKET|PACKET)|[AP]F_(?:NETLINK|PACKET|UNIX|LOCAL|ALG|KEY|ROUTE|CAN|VSOCK|BLUETOOTH))\b/;

/** True for a socket that is no TCP connection, as far as its family and type tell. */
export function isNotTcp(f: Frame, family: string, type: string): boolean {
  return NOT_TCP.test(`${family} ${type}`) || (HINTED.test(type) && isHintedOtherwise(f.entry.text));
}

const HINTED = /\bai_socktype\b/;

/**
 * getaddrinfo(3) gives addresses of the type it was asked for; one function mostly does both. One that speaks of another type,
 * and never of a stream, asked for that.
 */
function isHintedOtherwise(text: string): boolean {
  return /\bSOCK_(?:DGRAM|RAW)\b/.test(text) && !/\bSOCK_STREAM\b/.test(text);
}

/** The arguments of a call that name a kind of socket which is no TCP connection, for sure. */
export function notTcpAmong(args: readonly Syntax[]): number[] {
  return args.flatMap((arg, i) => {
    const text = textOf(arg);
    return NAMED.test(text) && NOT_TCP.test(text) ? [i] : [];
  });
}

/** `SOCK_DGRAM | SOCK_CLOEXEC`: no choice between kinds, no call. */
const NAMED = /^[\w\s|()]+$/;

/** The parameters that an argument of socket(2) is made of. */
export function givenBy(f: Frame, args: readonly (Syntax | undefined)[]): Place[] {
  const words = args.flatMap((arg) => (arg && textOf(arg).match(/[A-Za-z_]\w*/g)) ?? []);
  return f.params.filter((param) => words.some((word) => f.lookup(word)?.place === param));
}
