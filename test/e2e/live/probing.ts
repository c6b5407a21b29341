import type { Workbench } from '../workbench.js';
import { Parts } from './parts.js';

/** Answers the questions of "Test EOF Handling…": five connections to a port, `text` as typed by the user. */
export async function probe(workbench: Workbench, port: number, text = 'hello'): Promise<void> {
  const parts = new Parts(workbench.page);
  await workbench.command('Closewait: Test EOF Handling…');
  // A program with one port is not asked for it.
  await parts.title(/\([12]\/3\)/);
  if (await parts.asks('(1/3)')) await workbench.pick(`Port ${port}`);
  await parts.title('(2/3)');
  await parts.fill('5');
  await parts.title('(3/3)');
  await parts.fill(text);
  await parts.dialog.getByText(`Open 5 connections to port ${port} of`).waitFor();
  await parts.dialog.getByRole('button', { name: 'Open Connections' }).click();
}

/** The notice that tells how a probe ended; waits for it. */
export function outcome(workbench: Workbench, port: number, text: string): Promise<void> {
  return new Parts(workbench.page).notices.filter({ hasText: `Port ${port}: ${text}` }).waitFor();
}
