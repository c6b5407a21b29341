import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  CancellationTokenSource,
  DiagnosticSeverity,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  FileChangeType,
  type FileEvent,
  LSPErrorCodes,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Bundle, bundle } from '../support/bundle.js';
import { LanguageClient, ONLY_PUSH } from './language-client.js';

let server: Bundle;
let client: LanguageClient;
let root: string;
let uri: string;

beforeAll(async () => {
  server = await bundle('src/server/main.ts');
});

afterAll(() => {
  server.dispose();
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'closewait-server-'));
  uri = pathToFileURL(join(root, 'server.c')).href;
  client = new LanguageClient(server.program);
});

afterEach(async () => {
  expect(await client.stop()).toBe(0);
  rmSync(root, { recursive: true, force: true });
});

/** Waits for a condition, however busy the machine is. */
function soon(condition: () => void): Promise<void> {
  return vi.waitFor(condition, { timeout: 15_000 });
}

function range(line: number, from: number, to = from): Range {
  return { start: { line, character: from }, end: { line, character: to } };
}

/** What a text looks like after an edit of one document. */
function applied(text: string, edit: WorkspaceEdit | undefined): string {
  const [change] = edit?.documentChanges ?? [];
  if (!change || !('edits' in change)) throw new Error('The edit changes no document.');
  const edits = change.edits.filter((one) => 'newText' in one);
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}

describe('diagnostics', () => {
  it('are pulled, with source, code, link to the page, severity and evidence', async () => {
    const { capabilities } = await client.start();
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true });
    await client.open(uri, 'int x;\n  leak_fd(); leak_body();\n');
    const [first, second] = await client.diagnostics(uri);
    expect(first).toMatchObject({
      range: range(1, 2, 9),
      severity: DiagnosticSeverity.Error,
      source: 'closewait',
      code: 'handle-eof',
      message: 'When the peer closes, read returns 0 and this goes on; close it.',
      relatedInformation: [{ location: { uri, range: range(0, 0, 1) }, message: 'opened here' }],
    });
    expect(second).toMatchObject({ code: 'consume-response', severity: DiagnosticSeverity.Warning });
    expect(fileURLToPath(first?.codeDescription?.href ?? '')).toMatch(/docs[/\\]rules[/\\]handle-eof\.md$/);
  });

  it('follow incremental changes', async () => {
    await client.start();
    await client.open(uri, 'socket;\nleak_fd;\n');
    expect(await client.diagnostics(uri)).toHaveLength(1);
    await client.change(uri, 2, range(1, 0, 4), 'kept');
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.change(uri, 3, range(0, 0), 'leak_fd;\n');
    expect(await client.diagnostics(uri)).toMatchObject([{ range: range(0, 0, 7) }]);
  });

  it('are called unchanged while nothing changed', async () => {
    await client.start();
    await client.open(uri, 'leak_fd;');
    const { resultId } = await client.pull(uri);
    expect(await client.pull(uri, resultId)).toEqual({ kind: 'unchanged', resultId });
    await client.replace(uri, 2, 'leak_fd; ');
    expect(await client.pull(uri, resultId)).toMatchObject({ kind: 'full' });
  });

  it('stop for a client that cancels', async () => {
    await client.start();
    await client.open(uri, 'slow_socket; leak_fd;');
    const source = new CancellationTokenSource();
    const pulled = client.connection.sendRequest(
      DocumentDiagnosticRequest.type,
      { textDocument: { uri } },
      source.token,
    );
    source.cancel();
    await expect(pulled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled, data: undefined });
    expect(await client.diagnostics(uri)).toHaveLength(1);
  });

  it('of a version that is gone are not sent; the client is asked to pull again', async () => {
    await client.start();
    await client.open(uri, 'slow_socket; leak_fd;');
    const pulled = client.pull(uri);
    pulled.catch(() => undefined);
    await soon(() => {
      expect(client.registered).not.toEqual([]);
    });
    await client.replace(uri, 2, 'slow_socket;');
    await expect(pulled).rejects.toMatchObject({
      code: LSPErrorCodes.ServerCancelled,
      data: { retriggerRequest: true },
    });
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  it('are pushed to a client that cannot pull, and taken back when the document closes', async () => {
    const { capabilities } = await client.start(ONLY_PUSH);
    expect(capabilities).not.toHaveProperty('diagnosticProvider');
    await client.open(uri, 'leak_fd;');
    await soon(() => {
      expect(client.pushed).toMatchObject([{ uri, version: 1, diagnostics: [{ code: 'handle-eof' }] }]);
    });
    await client.close(uri);
    await soon(() => {
      expect(client.pushed.at(-1)).toEqual({ uri, diagnostics: [] });
    });
  });

  it('see other open documents before the disk', async () => {
    await client.start();
    const other = pathToFileURL(join(root, 'other.c')).href;
    await client.open(uri, 'leak_fd;');
    expect(await client.diagnostics(uri)).toHaveLength(1);
    await client.open(other, 'closes_all');
    expect(await client.diagnostics(uri)).toEqual([]);
    await client.close(other);
    await client.replace(uri, 2, 'leak_fd; ');
    expect(await client.diagnostics(uri)).toHaveLength(1);
  });

  it('are asked for again when a file on disk changes', async () => {
    await client.start();
    await client.open(uri, 'leak_fd;');
    expect(await client.diagnostics(uri)).toHaveLength(1);
    writeFileSync(join(root, 'other.c'), 'closes_all');
    const other = pathToFileURL(join(root, 'other.c')).href;
    const changes: FileEvent[] = [{ uri: other, type: FileChangeType.Created }];
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    await soon(() => {
      expect(client.refreshes).toBe(1);
    });
    expect(await client.diagnostics(uri)).toEqual([]);
  });
});

describe('files of packages', () => {
  it('that come and go by the thousand make nobody ask again', async () => {
    await client.start();
    await client.open(uri, 'leak_fd;');
    expect(await client.diagnostics(uri)).toHaveLength(1);
    const inPackage = pathToFileURL(join(root, 'node_modules', 'p', 'index.js')).href;
    const changes: FileEvent[] = [{ uri: inPackage, type: FileChangeType.Created }];
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    expect(await client.diagnostics(uri)).toHaveLength(1);
    expect(client.refreshes).toBe(0);
  });
});

describe('settings', () => {
  it('are asked for per document and asked for again when they change', async () => {
    client.settings = { rules: { 'handle-eof': 'information' }, strict: true };
    await client.start();
    await client.open(uri, 'leak_fd; advice_fd;');
    expect(await client.diagnostics(uri)).toMatchObject([
      { code: 'handle-eof', severity: DiagnosticSeverity.Information },
      { code: 'detect-dead-peer', severity: DiagnosticSeverity.Information },
    ]);
    client.settings = { rules: { 'handle-eof': 'off' } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await soon(() => {
      expect(client.refreshes).toBe(1);
    });
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  it('switch the analysis off', async () => {
    client.settings = { lint: { enable: false } };
    await client.start();
    await client.open(uri, 'leak_fd;');
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(client.statuses).toMatchObject([{ uri, state: 'off', findings: 0 }]);
  });

  it('are taken as pushed from a client that cannot be asked', async () => {
    await client.start(ONLY_PUSH);
    const settings = { closewait: { rules: { 'handle-eof': 'off' } } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    await client.open(uri, 'leak_fd; leak_body;');
    await soon(() => {
      expect(client.pushed).toMatchObject([{ diagnostics: [{ code: 'consume-response' }] }]);
    });
  });
});

describe('code actions', () => {
  const text = 'int x;\n\tleak_fd();\n';

  it('offer the preferred repair first, then the others, then silence, then the page', async () => {
    await client.start();
    await client.open(uri, text);
    const actions = await client.actions(uri, range(1, 4));
    expect(actions.map(({ title, isPreferred, kind }) => [title, isPreferred ?? false, kind])).toEqual([
      ['Close it', true, 'quickfix'],
      ['Keep it', false, 'quickfix'],
      ['Disable handle-eof for this line', false, 'quickfix'],
      ['Disable handle-eof for this file', false, 'quickfix'],
      ['Show the page on handle-eof', false, 'quickfix'],
    ]);
    expect(actions[0]?.diagnostics).toMatchObject([{ code: 'handle-eof', range: range(1, 1, 8) }]);
    expect(actions[4]?.command).toMatchObject({
      command: 'closewait.openRulePage',
      arguments: ['handle-eof'],
    });
  });

  it('are one edit of one version of the document', async () => {
    await client.start();
    await client.open(uri, text);
    await client.replace(uri, 7, text);
    const [repair, , line, file] = await client.actions(uri, range(1, 4));
    expect(repair?.edit?.documentChanges).toMatchObject([{ textDocument: { uri, version: 7 } }]);
    expect(applied(text, repair?.edit)).toBe('int x;\n\tclosed_fd();\n');
    expect(applied(text, line?.edit)).toBe(
      'int x;\n\t/* eslint-disable-next-line closewait/handle-eof */\n\tleak_fd();\n',
    );
    expect(applied(text, file?.edit)).toBe(`/* eslint-disable closewait/handle-eof */\n${text}`);
  });

  it('that disable a rule do so', async () => {
    await client.start();
    await client.open(uri, text);
    const actions = await client.actions(uri, range(1, 4));
    const edits = actions.filter(({ title }) => title.startsWith('Disable'));
    expect(edits).toHaveLength(2);
    for (const [i, { edit }] of edits.entries()) {
      await client.replace(uri, 2 + i, applied(text, edit));
      expect(await client.diagnostics(uri)).toEqual([]);
    }
  });

  it('join a comment that already speaks of the line', async () => {
    await client.start();
    const disabled = '// eslint-disable-next-line no-undef -- old\nleak_fd();\n';
    await client.open(uri, disabled);
    const actions = await client.actions(uri, range(1, 0));
    const line = actions.find(({ title }) => title.endsWith('this line'));
    expect(applied(disabled, line?.edit)).toBe(
      '// eslint-disable-next-line no-undef, closewait/handle-eof -- old\nleak_fd();\n',
    );
  });

  it('fix all of a rule, but only what keeps the behaviour', async () => {
    await client.start();
    const two = 'leak_body(socket);\nleak_fd;\nleak_body();\n';
    await client.open(uri, two);
    const fixed = 'read_body(socket);\nresume();\nleak_fd;\nread_body();\nresume();\n';
    const actions = await client.actions(uri, range(0, 0));
    const all = actions.find(({ title }) => title === 'Fix all consume-response problems in this file');
    expect(applied(two, all?.edit)).toBe(fixed);
    const [onSave, ...others] = await client.actions(uri, range(0, 0), ['source.fixAll']);
    expect(others).toEqual([]);
    expect(onSave?.kind).toBe('source.fixAll.closewait');
    expect(applied(two, onSave?.edit)).toBe(fixed);
    expect(await client.actions(uri, range(0, 0), ['refactor'])).toEqual([]);
  });

  it('are none where nothing is found and none for a version that is gone', async () => {
    await client.start();
    await client.open(uri, `slow_socket;\n${text}`);
    expect(await client.actions(uri, range(0, 0))).toEqual([]);
    await client.replace(uri, 2, `slow_socket; \n${text}`);
    const asked = client.actions(uri, range(2, 4));
    await client.replace(uri, 3, 'int x;');
    expect(await asked).toEqual([]);
  });
});

describe('bad input', () => {
  it.each([
    ['half-typed', 'int main(void) { while (1) { int fd = accept(s, (struct', 'analysed', undefined],
    ['binary', '\u007fELF\0\0leak_fd', 'skipped', 'binary'],
    ['5 MB in one line', 'socket;leak_fd;'.repeat(350_000), 'skipped', 'too-large'],
    ['minified', `leak_fd;${'socket(1);'.repeat(1000)}`, 'skipped', 'minified'],
    ['empty', '', 'analysed', undefined],
  ])('%s text gives no finding and says why', async (_name, text, state, skip) => {
    await client.start();
    await client.open(uri, text);
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(client.statuses).toMatchObject([{ uri, state, ...(skip === undefined ? {} : { skip }) }]);
  });

  it('an analysis that fails is one line in the log, and the next one works', async () => {
    await client.start();
    await client.open(uri, 'crash_socket\nleak_fd');
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await client.actions(uri, range(1, 0))).toEqual([]);
    expect(client.log.filter((line) => line.includes('told to fail'))).toHaveLength(1);
    expect(client.statuses.at(-1)).toMatchObject({ state: 'failed' });
    await client.replace(uri, 2, 'leak_fd');
    expect(await client.diagnostics(uri)).toHaveLength(1);
  });

  it('a file deleted while open is answered from the buffer', async () => {
    await client.start();
    writeFileSync(join(root, 'server.c'), 'leak_fd');
    await client.open(uri, 'leak_fd');
    rmSync(join(root, 'server.c'));
    const changes: FileEvent[] = [{ uri, type: FileChangeType.Deleted }];
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
    expect(await client.diagnostics(uri)).toHaveLength(1);
  });

  it('a document that was closed or never opened has no diagnostics and no actions', async () => {
    await client.start();
    await client.open(uri, 'leak_fd');
    await client.close(uri);
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await client.actions(uri, range(0, 0))).toEqual([]);
  });

  it('unsaved and oddly named documents work like files', async () => {
    await client.start();
    const odd = pathToFileURL(join(root, 'ä b#%.c')).href;
    for (const one of ['untitled:Untitled-1', odd, 'vscode-vfs://github/a/b.c', 'untitled:%']) {
      await client.open(one, 'leak_fd');
      expect(await client.diagnostics(one)).toHaveLength(1);
    }
    expect(client.isRunning).toBe(true);
  });
});
