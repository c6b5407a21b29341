import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureCodeServer, installExtension } from '../../scripts/lib/code-server.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { ensureCommands } from '../../scripts/lib/system.ts';
import { ensureVsix, pack } from '../../scripts/lib/vsix.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of installed extensions that every editor of this run uses. */
    extensions: string;
  }
}

const ADAPTER = join(ROOT, 'test/e2e/adapters/lldb-dap');

/** Installs the packaged extension, and the adapter for C, into an empty editor: once for all the tests. */
export default async function setup(project: TestProject): Promise<() => void> {
  await ensureCommands(['chromium', 'lldb-dap-19', 'gcc', 'ss', 'pgrep'], 'for the end-to-end tests');
  await ensureCodeServer();
  const folder = mkdtempSync(join(tmpdir(), 'closewait-e2e-'));
  const adapter = join(folder, 'lldb-dap.vsix');
  await pack(ADAPTER, adapter);
  for (const vsix of [(await ensureVsix()).path, adapter]) await installExtension({ folder }, vsix);
  project.provide('extensions', join(folder, 'extensions'));
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
