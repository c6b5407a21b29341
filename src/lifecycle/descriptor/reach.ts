import type { Callee, Graph } from '../ir.js';

/**
 * What a function may do that matters to somebody who does not pass it the socket: hand one out, never come back, or
 * start another program that inherits what is open.
 */
export type Deed = 'make' | 'stop' | 'leave';

/** How a call finds its function, and what can be told of a function without reading it. */
export interface Reach {
  /** Own code; undefined for what nobody in reach defines. */
  resolve(callee: Callee, from: Graph): Graph | undefined;
  /** The same as far as the caller's own file goes. */
  near(callee: Callee, from: Graph): Graph | undefined;
  /** False only when it surely does not; reading a function costs much more than asking this. */
  may(callee: Callee, from: Graph, deed: Deed): boolean;
}
