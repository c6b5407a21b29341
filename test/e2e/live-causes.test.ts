import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { again } from './again.js';
import { useEditor } from './editor.js';
import { addProgram, lineOf } from './live/fixture.js';
import { Parts } from './live/parts.js';
import { Peers } from './live/peers.js';

const PROGRAM = 'causes.ts';
const SOON = { timeout: 30_000 };

describe('seven causes in one program', () => {
  let base = 0;
  const peers = new Peers();
  beforeAll(async () => {
    base = await freePorts(7);
  });
  afterAll(() => {
    peers.leave();
  });
  const editor = useEditor((folder) => {
    addProgram(folder, PROGRAM, { PORT: String(base) });
  });
  const parts = () => new Parts(editor().workbench.page);
  const view = () => editor().workbench.view('CLOSE_WAIT Sockets');

  async function texts(): Promise<string> {
    return (await view().texts()).join('\n');
  }

  test('each row stands under the line that handles it, with its cause', async () => {
    const { workbench } = editor();
    await workbench.open(PROGRAM);
    await workbench.debug(PROGRAM);
    await workbench.debugOutput('answered');
    await workbench.showRunAndDebug();
    await view().expand();
    await workbench.widenSideBar(560);
    for (const offset of [0, 1, 2, 3]) await peers.halfClose(base + offset, 2);
    await peers.upgradeAndHalfClose(base + 4, 2);
    await peers.halfClose(base + 5, 2, 'x'.repeat(100_000));

    const expected = {
      'message-not-consumed': /1 · (\+\d+\/min · )?HTTP message not consumed/,
      'half-open': /2 · (\+\d+\/min · )?end seen, end\(\) or destroy\(\) never called/,
      unread: /2 · (\+\d+\/min · )?nobody reads/,
      paused: /2 · (\+\d+\/min · )?paused with unread data/,
      'readable-not-read': /2 · (\+\d+\/min · )?'readable' listener does not call read\(\)/,
      'upgrade-unread': /2 · (\+\d+\/min · )?upgraded socket that nobody reads/,
      backpressure: /2 · (\+\d+\/min · )?piped to a stream that does not drain/,
    };
    for (const [cause, words] of Object.entries(expected)) {
      const row = new RegExp(`^causes\\.ts:${lineOf(PROGRAM, cause)} ${words.source}`, 'm');
      await expect.poll(texts, SOON).toMatch(row);
    }
    await workbench.screenshot('live-causes');
  });

  test('the empty filter shows all, a filter only what it names', async () => {
    const { workbench } = editor();
    await workbench.command('Closewait: Filter Sockets…');
    await parts().title('Filter Sockets');
    await parts().type('upgraded');
    await expect.poll(() => view().texts()).toHaveLength(1 + 1 + 2);
    await workbench.press('Escape');
    await expect.poll(async () => (await view().texts()).length).toBeGreaterThan(4);
  });

  test('a click on a row goes to its line', async () => {
    await view()
      .rows.filter({ hasText: `causes.ts:${lineOf(PROGRAM, 'unread')} ` })
      .hover();
    await again(
      () =>
        view()
          .rows.filter({ hasText: `127.0.0.1:${base + 1}` })
          .first()
          .click({ timeout: 10_000 }),
      (timeout) =>
        expect.poll(() => parts().position(), { timeout }).toMatch(`Ln ${lineOf(PROGRAM, 'unread')},`),
    );
  });

  test('a row is explained with its own facts', async () => {
    const { workbench } = editor();
    const row = view()
      .rows.filter({ hasText: `127.0.0.1:${base}` })
      .first();
    const page = parts().webview();
    await parts().menu(row, 'Explain This State', (timeout) =>
      page.getByRole('heading', { name: 'Half open' }).waitFor({ timeout }),
    );
    await page.getByText('What to do.').waitFor();
    await workbench.screenshot('live-explain');
    await workbench.command('View: Close All Editors');
  });

  test('a socket is closed after a confirmation that promises nothing', async () => {
    const rows = view().rows.filter({ hasText: `127.0.0.1:${base}` });
    const spoken = (await rows.first().getAttribute('aria-label')) ?? '';
    const peer = /Peer (\S+),/.exec(spoken)?.[1] ?? 'no peer';
    await parts().menu(rows.filter({ hasText: peer }), 'Close This Socket…', (timeout) =>
      parts().dialog.getByText('This does not fix the leak').waitFor({ timeout }),
    );
    await parts().dialog.getByRole('button', { name: 'Close This Socket' }).click();
    await expect.poll(texts, SOON).not.toContain(peer);
  });

  test('a connection that nobody reads is told of before its peer closes', async () => {
    const [peer] = await peers.open(base + 1, 1);
    peer?.write('one\n');
    await editor().workbench.command('Closewait: Refresh Sockets');
    await expect.poll(texts, SOON).toMatch(/^Never read 1 in ESTABLISHED$/m);
    await editor().workbench.screenshot('live-never-read');
  });

  test('the report names lines, causes and sockets', async () => {
    const { workbench } = editor();
    await workbench.command('Closewait: Save Socket Report…');
    const file = editor().path('report.md');
    await parts().saveAs(file);
    // The end of what is written.
    await expect.poll(() => textOf(file), SOON).toMatch(/"closeWait"[^]*<\/details>\n$/);
    const report = textOf(file);
    expect(report).toContain('# Sockets in CLOSE_WAIT');
    expect(report).toContain(`causes.ts:${lineOf(PROGRAM, 'paused')}\`: Paused`);
    expect(report).toMatch(/## Findings\n\n(?:- `\S+causes\.ts:\d+` [\w-]+: .+\n)+/);
    await workbench.page.locator('.tab.active', { hasText: 'report.md' }).waitFor();
    await workbench.command('View: Close All Editors');
  });

  test('the chart and the closing diagram show the counts', async () => {
    const { workbench } = editor();
    await workbench.command('Closewait: Show TCP States over Time');
    const page = parts().webview();
    const closeWait = page.getByRole('button', { name: /^CLOSE_WAIT: \d+ sockets/ });
    await closeWait.waitFor();
    await expect.poll(() => closeWait.getAttribute('class')).toContain('lit');
    await expect.poll(() => page.locator('#numbers').innerText()).toMatch(/CLOSE_WAIT\s+1\d\s+1\d/);
    await page.locator('#diagram [tabindex="0"]').focus();
    await workbench.press('ArrowDown');
    await expect
      .poll(() => page.locator('#diagram :focus').getAttribute('aria-label'))
      .toMatch(/^FIN_WAIT1: /);
    // Alone in the side bar all of it is to be seen.
    await workbench.view('TCP States over Time').expand();
    await closeWait.scrollIntoViewIfNeeded();
    await workbench.screenshot('live-timeline-dark');
    for (const theme of ['light', 'high contrast'] as const) {
      await editor().theme(theme);
      await workbench.screenshot(`live-timeline-${theme.replace(' ', '-')}`);
    }
  });
});

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
