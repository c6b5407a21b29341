import type { TcpState } from './tcp-state.js';

/** The counts of one moment (epoch milliseconds); states that were not counted are absent. */
export interface StatePoint {
  readonly at: number;
  readonly counts: Readonly<Partial<Record<TcpState, number>>>;
}

/** From the extension to the view of states over time: `points` replace everything from index `from` on. */
export interface PointsMessage {
  readonly type: 'points';
  readonly from: number;
  readonly points: readonly StatePoint[];
}

/** From the view to the extension: it is there and wants all points; or the user asks for the sockets' rows. */
export type TimelineMessage = { readonly type: 'ready' } | { readonly type: 'showSockets' };

/** Whether a message from the view is one of ours; anything else is dropped. */
export function isTimelineMessage(value: unknown): value is TimelineMessage {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  return type === 'ready' || type === 'showSockets';
}
