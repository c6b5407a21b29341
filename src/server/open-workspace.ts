import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Workspace } from '../analysis/analyze.js';
import { CFiles } from '../analysis/c-files.js';
import { Disk } from '../analysis/disk.js';
import { isOnDisk, pathOf } from './uri.js';

/** The editor says which files changed; this is for those it does not watch. Milliseconds. */
const TRUST_MS = 2000;

/** The project as the user sees it: open documents first, then the disk. */
export class OpenWorkspace implements Workspace {
  readonly #open = new Map<string, TextDocument>();
  readonly #disk = new Disk(TRUST_MS);
  readonly #cFiles = new CFiles();
  /** Absolute paths of the workspace's folders. */
  #roots: readonly string[] = [];

  setRoots(uris: readonly string[]): void {
    this.#roots = uris.filter(isOnDisk).map(pathOf);
  }

  opened(document: TextDocument): void {
    this.#open.set(pathOf(document.uri), document);
  }

  closed(document: TextDocument): void {
    this.#open.delete(pathOf(document.uri));
  }

  /** To be called when a file on disk was changed, created or deleted. */
  changed(path: string, cameOrWent: boolean): void {
    this.#disk.forget(path);
    if (cameOrWent) this.#cFiles.forget();
  }

  /** The open document of a path. */
  document(path: string): TextDocument | undefined {
    return this.#open.get(path);
  }

  read(path: string): string | undefined {
    return this.#open.get(path)?.getText() ?? this.#disk.read(path);
  }

  siblings(path: string): readonly string[] {
    const open = this.#open.get(path);
    if (open && !isOnDisk(open.uri)) return [];
    return this.#cFiles.around(path, this.#roots);
  }
}
