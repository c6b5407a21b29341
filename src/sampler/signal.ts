/** Takes back what it was given for: a listener, a watch. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes a listener; the shape of `vscode.Event`, so that either can stand for the other. */
export type Listen<T> = (listener: (value: T) => void) => Disposable;

/** One kind of news and those who want to hear it. Works without vscode. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly listen: Listen<T> = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  /** Tells every listener in order of subscription. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
