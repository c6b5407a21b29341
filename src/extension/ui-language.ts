import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Texts are looked up while the other modules are loaded, so this one must be imported before all of them. */
if (vscode.l10n.bundle !== undefined) l10n.config({ contents: vscode.l10n.bundle });
