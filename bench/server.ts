/**
 * The built language server as an editor runs it: a project opened in it, then keys typed in files of some thousand
 * lines. `npm run build && npm run bench -- server [FOLDER…]`; Linux, for what the kernel tells of the process.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mentionsSockets } from '../src/analysis/pre-filter.js';
import { LanguageClient } from '../test/server/language-client.js';
import { quantile } from './clock.js';
import { FOLDERS } from './javascript.js';
import { countLines, sourcesIn, type SourceFile } from './sources.js';

const SERVER = join(import.meta.dirname, '../dist/server.js');
const PROJECT_FILES = 300;
const EDITED_LINES = 1_000;
const EDITED_FILES = 10;
const EDITS = 20;
/** The first edits of a file, while V8 still compiles, are not counted. */
const FIRST_EDITS = 2;

export async function benchServer(folders: readonly string[]): Promise<void> {
  const all = (folders.length > 0 ? folders : FOLDERS).flatMap(sourcesIn);
  const files = all.filter(({ language }) => language.includes('script')).slice(0, PROJECT_FILES);
  const lines = files.reduce((sum, { text }) => sum + countLines(text), 0);
  console.log(`\nLanguage server: a project of ${files.length} files, ${lines} lines`);
  const client = new LanguageClient(SERVER);
  await client.start();
  console.log(`started: ${memoryOf(client.pid)}`);
  const before = mainThreadMs(client.pid);
  for (const file of files) await open(client, file);
  const opening = mainThreadMs(client.pid) - before;
  console.log(`all open: ${memoryOf(client.pid)}; ${(opening / files.length).toFixed(1)} ms a file`);
  await benchEdits(client, files);
  console.log(`after the edits: ${memoryOf(client.pid)}`);
  await client.stop();
}

async function open(client: LanguageClient, { path, text, language }: SourceFile): Promise<void> {
  const uri = pathToFileURL(path).href;
  await client.open(uri, text, language);
  await client.pull(uri);
}

/** Keys typed in the files whose length is nearest to a thousand lines: how long until the findings are there. */
async function benchEdits(client: LanguageClient, files: readonly SourceFile[]): Promise<void> {
  const edited = files
    .filter(mentionsSockets)
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, EDITED_FILES);
  const times: number[] = [];
  for (const file of edited) times.push(...(await editTimes(client, file)));
  const [half, most] = [quantile(times, 0.5), quantile(times, 0.95)];
  const lengths = edited.map(({ text }) => countLines(text));
  console.log(
    `${times.length} edits in ${edited.length} files of ${Math.min(...lengths)} to ${Math.max(...lengths)} lines: ` +
      `median ${half.toFixed(1)} ms, p95 ${most.toFixed(1)} ms of the server's main thread`,
  );
}

async function editTimes(client: LanguageClient, { path, text }: SourceFile): Promise<number[]> {
  const uri = pathToFileURL(path).href;
  const last = countLines(text) - 1;
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const at = { line: Math.floor((last * edit) / EDITS), character: 0 };
    const before = mainThreadMs(client.pid);
    await client.change(uri, edit + 2, { start: at, end: at }, ' ');
    await client.pull(uri);
    times.push(mainThreadMs(client.pid) - before);
  }
  return times.slice(FIRST_EDITS);
}

function distance({ text }: SourceFile): number {
  return Math.abs(countLines(text) - EDITED_LINES);
}

/** Time that a process's main thread has run, milliseconds: /proc/PID/schedstat, first figure, nanoseconds. */
function mainThreadMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** Memory that a process has, and the most it ever had: proc_pid_status(5). */
function memoryOf(pid: number): string {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string): string =>
    (Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024).toFixed(0);
  return `${megabytes('VmRSS')} MB in memory, ${megabytes('VmHWM')} MB at most`;
}
