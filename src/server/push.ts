import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Milliseconds without a further change before a push: a pause in typing. */
const PAUSE_MS = 150;

/** Sends diagnostics unasked, after a pause in typing, to clients that cannot pull them. */
export class Push {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** @param send must not reject */
  constructor(private readonly send: (document: TextDocument) => Promise<void>) {}

  soon(document: TextDocument): void {
    this.forget(document.uri);
    const timer = setTimeout(() => {
      this.#timers.delete(document.uri);
      void this.send(document);
    }, PAUSE_MS);
    this.#timers.set(document.uri, timer);
  }

  forget(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
  }
}
