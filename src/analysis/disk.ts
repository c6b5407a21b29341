import { readFileSync, statSync } from 'node:fs';
import { MAX_FILE_BYTES } from './skip.js';

interface Remembered {
  readonly mtimeMs: number;
  readonly size: number;
  readonly text: string | undefined;
  /** When the file was last looked at, epoch milliseconds. */
  checkedAt: number;
}

/** How many UTF-16 units of text are kept; the files read longest ago are forgotten first. */
const MAX_UNITS = 20_000_000;

/** The texts of files on disk, read again only when a file's time or size changed. */
export class Disk {
  readonly #remembered = new Map<string, Remembered>();
  #units = 0;

  /** @param trustMs for how many milliseconds a file is taken to be unchanged, unless {@link forget} says otherwise. */
  constructor(private readonly trustMs: number) {}

  /** The text without its byte order mark; undefined when there is none, or it is too large or binary. Never throws. */
  read(path: string): string | undefined {
    const known = this.#remembered.get(path);
    const now = Date.now();
    if (known && now - known.checkedAt < this.trustMs) return known.text;
    this.forget(path);
    const file = look(path, known, now);
    this.#remembered.set(path, file);
    this.#units += file.text?.length ?? 0;
    this.#makeRoom();
    return file.text;
  }

  /** To be called when a file changed. */
  forget(path: string): void {
    this.#units -= this.#remembered.get(path)?.text?.length ?? 0;
    this.#remembered.delete(path);
  }

  #makeRoom(): void {
    for (const oldest of this.#remembered.keys()) {
      if (this.#units <= MAX_UNITS) return;
      this.forget(oldest);
    }
  }
}

/** UTF-8 text as Node.js decodes it, without the byte order mark, which is not part of the source. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function look(path: string, known: Remembered | undefined, checkedAt: number): Remembered {
  try {
    const { mtimeMs, size } = statSync(path);
    if (known?.mtimeMs === mtimeMs && known.size === size) return { ...known, checkedAt };
    return { mtimeMs, size, text: textOf(path, size), checkedAt };
  } catch {
    return { mtimeMs: 0, size: 0, text: undefined, checkedAt };
  }
}

function textOf(path: string, size: number): string | undefined {
  if (size > MAX_FILE_BYTES) return undefined;
  const text = readFileSync(path, 'utf8');
  return text.includes('\0') ? undefined : withoutMark(text);
}
