/** The Node.js releases a program has to run on. */
export class NodeVersions {
  constructor(private readonly majors: readonly number[]) {}

  /** True when `for await` over a half-open socket ends and destroys it on all of them (kept open in 24.19 to 26.9). */
  get forAwaitCloses(): boolean {
    return this.majors.length > 0 && this.majors.every((major) => major < 24);
  }

  /** Bytes of a body that fit into the buffers unread, on the version where the fewest do. */
  get highWaterMark(): number {
    return this.majors.some((major) => major < 22) ? 16 * 1024 : 64 * 1024;
  }

  toString(): string {
    return this.majors.map((major) => `Node.js ${major}`).join(', ');
  }
}

/** The releases in support (nodejs.org/en/about/previous-releases). */
export const SUPPORTED = new NodeVersions([22, 24, 26]);
