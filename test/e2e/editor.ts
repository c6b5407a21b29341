import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { startCodeServer, type CodeServer } from '../../scripts/lib/code-server.ts';
import { ROOT } from '../../scripts/lib/paths.ts';
import { outcome } from '../../scripts/lib/run.ts';
import { artefact } from './artefacts.js';
import { Workbench } from './workbench.js';

const THEMES = {
  dark: { id: 'Dark Modern', label: 'Dark Modern', css: 'vs-dark' },
  light: { id: 'Light Modern', label: 'Light Modern', css: 'vs' },
  'high contrast': { id: 'Default High Contrast', label: 'Dark High Contrast', css: 'hc-black' },
} as const;

export type Theme = keyof typeof THEMES;

/** High enough for a whole example: squiggles outside the window are not drawn. */
const WINDOW = { width: 1400, height: 1600 };

const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real VS Code with the packaged extension on a throw-away copy of the examples, seen through a browser. */
export class Editor {
  private constructor(
    /** The opened folder. */
    readonly folder: string,
    readonly workbench: Workbench,
    private readonly home: string,
    private readonly server: CodeServer,
    private readonly browser: Browser,
  ) {}

  /** @param prepare changes the copy before it is opened. */
  static async start(prepare: (folder: string) => void = () => undefined): Promise<Editor> {
    const home = mkdtempSync(join(tmpdir(), 'closewait-editor-'));
    const folder = copyExamples(home);
    prepare(folder);
    symlinkSync(inject('extensions'), join(home, 'extensions'));
    const server = await startCodeServer({ folder: home, settings: settings('dark') }, folder);
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: BROWSER_FLAGS });
    const page = await browser.newPage({ viewport: WINDOW });
    await page.goto(server.url);
    const workbench = new Workbench(page);
    await workbench.ready();
    return new Editor(folder, workbench, home, server, browser);
  }

  /** The examples as they are in the source tree: nothing may be written there but what git ignores. */
  readonly pristine = join(ROOT, 'examples');

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Changes the colour theme as a user does, and waits until it is to be seen. */
  async theme(theme: Theme): Promise<void> {
    const { label, css } = THEMES[theme];
    const window = this.workbench.page.locator(`.monaco-workbench.${css}`);
    if (await window.isVisible()) return;
    await this.workbench.command('Preferences: Color Theme');
    await this.workbench.pick(label);
    await window.waitFor();
  }

  /** The ids of this editor's processes that have a text in their command line. */
  async processes(text: string): Promise<number[]> {
    const { output } = await outcome('pgrep', ['-g', String(this.server.pid), '-f', text]);
    return output.split('\n').filter(Boolean).map(Number);
  }

  /** Keeps a picture of the window and all logs of the editor as artefacts. */
  async keepTraces(name: string): Promise<void> {
    await this.workbench.screenshot(name);
    cpSync(join(this.home, 'data/logs'), artefact(`${name}-logs`), { recursive: true });
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    rmSync(this.home, { recursive: true, force: true });
  }
}

/**
 * One editor for all the tests of a file, started before them and stopped after them. What it showed when a test
 * failed is kept as a picture.
 *
 * @param prepare changes the copy of the examples before it is opened.
 */
export function useEditor(prepare?: (folder: string) => void): () => Editor {
  let editor: Editor | undefined;
  const current = (): Editor => {
    if (!editor) throw new Error('The editor runs only during tests.');
    return editor;
  };
  beforeAll(async () => {
    editor = await Editor.start(prepare);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail')
      await current().keepTraces(`failed: ${task.name}`.replaceAll(/\W+/g, '-').slice(0, 100));
  });
  afterAll(() => editor?.stop());
  return current;
}

type Configuration = Record<string, unknown>;

/** Changes each launch configuration of a copy of the examples, such as the port, which tests must not share. */
export function changeConfigurations(
  folder: string,
  change: (configuration: Configuration) => Configuration,
): void {
  const file = join(folder, '.vscode/launch.json');
  const launch = JSON.parse(readFileSync(file, 'utf8')) as { configurations: Configuration[] };
  writeFileSync(file, JSON.stringify({ ...launch, configurations: launch.configurations.map(change) }));
}

function settings(theme: Theme): Record<string, unknown> {
  return { 'workbench.colorTheme': THEMES[theme].id, 'editor.hover.delay': 100 };
}

/** The examples as a user has them: with the types of Node.js to be found above them. */
function copyExamples(home: string): string {
  const folder = join(home, 'examples');
  cpSync(join(ROOT, 'examples'), folder, { recursive: true });
  mkdirSync(join(home, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/@types'), join(home, 'node_modules/@types'));
  return folder;
}
