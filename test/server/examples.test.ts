import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Range } from 'vscode-languageserver/node';
import { type Bundle, bundle } from '../support/bundle.js';
import { LanguageClient } from './language-client.js';

const EXAMPLES = join(import.meta.dirname, '../../examples');

let server: Bundle;
let client: LanguageClient;

beforeAll(async () => {
  server = await bundle('src/server/main.ts', 'real');
});

afterAll(() => {
  server.dispose();
});

beforeEach(async () => {
  client = new LanguageClient(server.program);
  await client.start(undefined, pathToFileURL(EXAMPLES).href);
});

afterEach(() => client.stop());

function changed(text: string, { edit }: CodeAction): string {
  const [change] = edit?.documentChanges ?? [];
  if (!change || !('edits' in change)) throw new Error('The action changes no document.');
  const edits = change.edits.filter((one) => 'newText' in one);
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}

/** The preferred repair of what is found at a place. */
async function preferred(uri: string, range: Range): Promise<CodeAction> {
  const [first] = await client.actions(uri, range);
  if (first?.isPreferred !== true) throw new Error('There is no preferred repair.');
  return first;
}

describe.each([
  ['c/server.c', 'c', 'connfd'],
  ['node/server.ts', 'typescript', 'socket'],
])('examples/%s in the language server', (name, language, socket) => {
  const uri = pathToFileURL(join(EXAMPLES, name)).href;
  const original = readFileSync(join(EXAMPLES, name), 'utf8');

  it('is reported, with places that explain it; each preferred repair takes one report away', async () => {
    await client.open(uri, original, language);
    let text = original;
    let found = await client.diagnostics(uri);
    expect(found.some(({ message }) => typeof message === 'string' && message.includes(socket))).toBe(true);
    expect(found.every(({ relatedInformation }) => (relatedInformation ?? []).length > 0)).toBe(true);
    for (let version = 2; found[0]; version++) {
      text = changed(text, await preferred(uri, found[0].range));
      await client.replace(uri, version, text);
      const left = await client.diagnostics(uri);
      expect(left.length).toBeLessThan(found.length);
      found = left;
    }
    expect(text).not.toBe(original);
  });

  it('is answered at every stage of being typed', async () => {
    await client.open(uri, '', language);
    const stages = Array.from({ length: 20 }, (_, i) => Math.floor((original.length * (i + 1)) / 20));
    for (const [i, length] of stages.entries()) {
      await client.replace(uri, i + 2, original.slice(0, length));
      await client.diagnostics(uri);
    }
    expect(client.statuses.filter(({ state }) => state !== 'analysed')).toEqual([]);
    expect(client.log).toEqual([]);
    expect((await client.diagnostics(uri)).length).toBeGreaterThan(0);
  });
});
