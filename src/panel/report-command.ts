import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FindingLine } from '../shared/finding-line.js';
import { command } from './command.js';
import { COMMAND } from './ids.js';
import type { LiveView } from './live-view.js';
import type { Picture } from './socket-model.js';
import { makeReport, reportMarkdown, type Report } from './report.js';

/** "Save Socket Report…": what the view knows, as Markdown or JSON, for a bug ticket. */
export function registerReport(live: LiveView, extensionVersion: string): vscode.Disposable {
  return command(COMMAND.saveReport, async () => {
    const picture = live.state.picture();
    const report = makeReport(
      picture,
      live.state.history.all(),
      versions(extensionVersion),
      new Date(),
      await findingsAt(live, picture),
    );
    const target = await askTarget();
    if (target === undefined) return;
    await vscode.workspace.fs.writeFile(target, Buffer.from(textOf(report, target)));
    await vscode.window.showTextDocument(target);
  });
}

function versions(extension: string): Record<string, string> {
  return {
    Closewait: extension,
    'VS Code': vscode.version,
    'Node.js of the extension host': process.versions.node,
    System: `${process.platform} ${process.arch}`,
  };
}

/** What the analysis says of the files that hold sites; a server that does not answer leaves it out. */
async function findingsAt(live: LiveView, { processes }: Picture): Promise<readonly FindingLine[]> {
  const places = processes.flatMap(({ stuck }) => stuck.flatMap(({ site }) => site?.place?.file ?? []));
  return live.deps.findings([...new Set(places)]).catch(() => []);
}

function askTarget(): Thenable<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `sockets-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.md`;
  return vscode.window.showSaveDialog({
    title: l10n.t('Save Socket Report'),
    filters: { Markdown: ['md'], JSON: ['json'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}

function textOf(report: Report, target: vscode.Uri): string {
  return target.path.endsWith('.json') ? `${JSON.stringify(report, undefined, 2)}\n` : reportMarkdown(report);
}
