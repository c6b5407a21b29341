import * as vscode from 'vscode';

/** The log "Closewait" of the Output panel; its level is the user's, set there. */
export function createOutput(context: vscode.ExtensionContext): vscode.LogOutputChannel {
  const output = vscode.window.createOutputChannel('Closewait', { log: true });
  context.subscriptions.push(output);
  const { version } = context.extension.packageJSON as { version: string };
  output.info(`Closewait ${version}, VS Code ${vscode.version}, ${process.platform} ${process.arch}`);
  return output;
}
