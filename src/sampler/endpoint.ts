import type { Endpoint } from '../shared/sample.js';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Writes an IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) as IPv4, any other as it is. */
export function plainAddress(address: string): string {
  return MAPPED.exec(address)?.[1] ?? address;
}

/** Whether an address is of the loopback interface: 127.0.0.0/8 (RFC 1122 §3.2.1.3) or ::1 (RFC 4291 §2.5.3). */
export function isLoopback(address: string): boolean {
  const plain = plainAddress(address);
  return plain === '::1' || /^127\.\d+\.\d+\.\d+$/.test(plain);
}

/**
 * Parses `127.0.0.1:80`, `[::1]:80`, `127.0.0.1%lo:80`, `[fe80::1%lo0]:80`, `*:80`. The interface's name is left out;
 * the port `*` is 0. Undefined for any other text.
 */
export function parseEndpoint(text: string): Endpoint | undefined {
  const colon = text.lastIndexOf(':');
  if (colon <= 0) return undefined;
  const portText = text.slice(colon + 1);
  const port = portText === '*' ? 0 : Number(portText);
  if (!Number.isInteger(port) || port < 0 || port > 65_535 || portText === '') return undefined;
  const address = text
    .slice(0, colon)
    .replace(/^\[(.*)\]/, '$1')
    .replace(/%.*$/, '');
  return { address: plainAddress(address), port };
}

/** Parses `0100007F:BA0F` of /proc/net/tcp and the 32-digit form of tcp6: 32-bit words in host order, ports in hex. */
export function parseProcEndpoint(text: string): Endpoint | undefined {
  const [hex = '', portText = ''] = text.split(':');
  const port = Number.parseInt(portText, 16);
  if (Number.isNaN(port)) return undefined;
  const bytes = hostOrderBytes(hex);
  if (bytes.length === 4) return { address: bytes.join('.'), port };
  if (bytes.length === 16) return { address: ipv6Text(bytes), port };
  return undefined;
}

/** The kernel prints each 32-bit word of a network-order address as a host number; every host Node runs on with procfs here is little-endian. */
function hostOrderBytes(hex: string): number[] {
  const words = hex.match(/[\da-f]{8}/gi) ?? [];
  return words.flatMap((word) => [6, 4, 2, 0].map((at) => Number.parseInt(word.slice(at, at + 2), 16)));
}

/** The text of an IPv6 address: lower case, the longest run of zero groups shortened (RFC 5952 §4). */
function ipv6Text(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0));
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return bytes.slice(12).join('.');
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map((match) => match[0]);
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return text;
  const [before = '', ...after] = text.split(longest);
  return `${before}::${after.join(longest).replace(/^:/, '')}`;
}
