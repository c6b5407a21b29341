import { open } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SourcePlace } from '../shared/leak-site.js';
import { fieldsOf } from './session.js';

/** A larger file is not read: decoding its map would hold up the extension host. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Gives the text of a file by its address (`file:`); rejects when there is none. */
export type ReadFile = (address: URL) => Promise<string>;

/**
 * The place in the source that a place in a generated file was made from, by its source map (ECMA-426), beside it or
 * inside it; the same place where there is no map, or its source is not on this disk. Never rejects.
 */
export async function originalPlace(place: SourcePlace, read: ReadFile = readSmall): Promise<SourcePlace> {
  try {
    const generated = pathToFileURL(place.file);
    const url = /^\/\/[#@] sourceMappingURL=(\S+)\s*$/m.exec(lastLines(await read(generated)))?.[1];
    if (url === undefined) return place;
    const address = new URL(url, generated);
    const payload = await payloadOf(address, read);
    const entry = fieldsOf(new SourceMap(payload).findEntry(place.line - 1, place.column - 1));
    return sourceOf(entry, payload, address.protocol === 'data:' ? generated : address) ?? place;
  } catch {
    return place;
  }
}

/** The remark stands at the end (ECMA-426 §11.1.2). */
function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-5).join('\n');
}

async function payloadOf(address: URL, read: ReadFile): Promise<SourceMapPayload> {
  const text = address.protocol === 'data:' ? dataOf(address) : await read(address);
  return JSON.parse(text.replace(/^\)\]\}'[^\n]*\n/, '')) as SourceMapPayload;
}

function dataOf({ pathname }: URL): string {
  const comma = pathname.indexOf(',');
  const data = pathname.slice(comma + 1);
  return pathname.slice(0, comma).endsWith(';base64')
    ? Buffer.from(data, 'base64').toString()
    : decodeURIComponent(data);
}

function sourceOf(
  { originalSource, originalLine, originalColumn }: Readonly<Record<string, unknown>>,
  { sourceRoot }: SourceMapPayload,
  base: URL,
): SourcePlace | undefined {
  if (typeof originalSource !== 'string' || typeof originalLine !== 'number') return undefined;
  // Absent in most maps, whatever the type says.
  const root = sourceRoot ? `${sourceRoot.replace(/\/$/, '')}/` : '';
  const source = new URL(root + originalSource, base);
  if (source.protocol !== 'file:') return undefined;
  return { file: fileURLToPath(source), line: originalLine + 1, column: Number(originalColumn ?? 0) + 1 };
}

async function readSmall(address: URL): Promise<string> {
  const file = await open(fileURLToPath(address));
  try {
    if ((await file.stat()).size > MOST_BYTES) throw new Error(`${address.pathname} is too large.`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
