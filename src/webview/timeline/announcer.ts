import { countedText } from './states.js';

const AT_MOST_EVERY_MS = 10_000;

/** Tells screen readers of changes of the one number that matters, politely and not too often. */
export class Announcer {
  #told: number | undefined;
  #toldAt = -Infinity;

  constructor(private readonly host: HTMLElement) {}

  tell(closeWait: number | undefined): void {
    const now = performance.now();
    if (closeWait === this.#told || now - this.#toldAt < AT_MOST_EVERY_MS) return;
    this.#told = closeWait;
    this.#toldAt = now;
    this.host.textContent = `CLOSE_WAIT: ${countedText(closeWait)}.`;
  }
}
