import * as vscode from 'vscode';

const SCHEME = 'closewait-page';
/** Pages kept for tabs that are still open; older ones lose their text. */
const KEPT = 20;

const pages = new Map<string, string>();

/** Serves the pages that {@link showMarkdown} shows. */
export function registerMarkdownPages(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => pages.get(uri.query) ?? '',
  });
}

/** Shows Markdown as a rendered, read-only page named `title`. */
export async function showMarkdown(title: string, text: string): Promise<void> {
  const key = String(Date.now());
  pages.set(key, text);
  for (const old of [...pages.keys()].slice(0, -KEPT)) pages.delete(old);
  const path = `${title.replace(/[/\\?#]/g, '-')}.md`;
  const uri = vscode.Uri.from({ scheme: SCHEME, path, query: key });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}
