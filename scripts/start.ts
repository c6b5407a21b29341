/**
 * `npm start`: a real VS Code on examples/ with the extension installed, in the browser, or with `--desktop` in the
 * VS Code of this machine.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installExtension, startCodeServer, type Profile } from './lib/code-server.ts';
import { startDesktop } from './lib/desktop.ts';
import { CACHE, ROOT } from './lib/paths.ts';
import { script } from './lib/trouble.ts';
import { ensureVsix, type Vsix } from './lib/vsix.ts';

const EXAMPLES = join(ROOT, 'examples');
const PORT = 8321;

/** Installs the extension when the profile has not got just this build. */
async function ensureExtension(profile: Profile, { path, hash }: Vsix): Promise<void> {
  const stamp = join(profile.folder, 'extension-hash');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  await installExtension(profile, path);
  writeFileSync(stamp, hash);
}

/** Resolves at the first signal that asks for an end. */
function asked(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        done();
      });
    }
  });
}

async function startBrowser(): Promise<void> {
  const end = asked();
  const profile = { folder: join(CACHE, 'profile') };
  await ensureExtension(profile, await ensureVsix());
  const server = await startCodeServer(profile, EXAMPLES, PORT);
  console.log(`\n  VS Code with Closewait:  ${server.url}\n\n  Ctrl-C ends it.`);
  await Promise.race([end, server.ended]);
  await server.stop();
}

await script(process.argv.includes('--desktop') ? () => startDesktop(EXAMPLES) : startBrowser);
