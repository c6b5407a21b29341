import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../scripts/lib/free-port.ts';
import { useEditor } from './editor.js';
import { addProgram, lineOf } from './live/fixture.js';

const PROGRAM = 'outgoing.ts';
const SOON = { timeout: 45_000 };

describe('outgoing sockets, recorded', () => {
  let port = 0;
  beforeAll(async () => {
    port = await freePorts(1);
  });
  const editor = useEditor((folder) => {
    addProgram(folder, PROGRAM, { PORT: String(port) });
    writeFileSync(
      join(folder, '.vscode/settings.json'),
      JSON.stringify({ 'closewait.sockets.recordOpens': true }),
    );
  });

  test('name the line that opened them', async () => {
    const { workbench } = editor();
    await workbench.open(PROGRAM);
    await workbench.debug(PROGRAM);
    await workbench.debugOutput('dialled');
    await workbench.showRunAndDebug();
    const view = workbench.view('CLOSE_WAIT Sockets');
    await view.expand();
    await workbench.widenSideBar(560);
    const opened = new RegExp(
      `^outgoing\\.ts:${lineOf(PROGRAM, 'dialled')} 3 · (\\+\\d+/min · )?end seen`,
      'm',
    );
    await expect.poll(async () => (await view.texts()).join('\n'), SOON).toMatch(opened);
    await workbench.screenshot('live-recording');
    await workbench.stopDebugging();
  });
});
