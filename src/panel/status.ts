import type { Debuggee, Unresolved } from '../debug/debuggees.js';
import { stuckCounts } from './live-state.js';
import type { Picture } from './socket-model.js';
import { countText } from '../shared/wording.js';

/** What the view's empty state depends on; a context key. */
export type ViewState = 'none' | 'starting' | 'unknown' | 'remote' | 'watching' | 'ended';

/** What is known of the world besides the picture. */
export interface World {
  readonly debuggees: readonly Debuggee[];
  readonly unresolved: readonly Unresolved[];
  /** Sessions that began a moment ago: their process is not known yet. */
  readonly starting: readonly Unresolved[];
  /** A sentence: the last sample failed. */
  readonly failure: string | undefined;
}

export function viewState({ debuggees, unresolved, starting }: World): ViewState {
  const living = debuggees.filter(({ ended }) => !ended);
  if (living.some(({ pid }) => pid !== undefined)) return 'watching';
  if (living.some(({ remote }) => remote !== undefined)) return 'remote';
  if (unresolved.length > 0) return 'unknown';
  if (starting.length > 0) return 'starting';
  return debuggees.length > 0 ? 'ended' : 'none';
}

/** Beside the view's title: `3 stuck`, `12 sockets, none stuck`, `ended`. */
export function viewDescription(picture: Picture, state: ViewState, filter = ''): string {
  if (filter !== '') return `only “${filter}”`;
  const { alive, ended } = stuckCounts(picture);
  if (state === 'ended') return ended > 0 ? `${ended} stuck when it ended` : 'ended, none stuck';
  if (state !== 'watching' || picture.at === undefined) return '';
  if (alive > 0) return `${alive} stuck`;
  const total = Object.values(picture.counts).reduce((sum, count) => sum + count, 0);
  return total === 0 ? 'none stuck' : `${countText(total, 'socket')}, none stuck`;
}

/** The sentences above the rows: what could not be seen. VS Code hides the empty state's buttons while there are some. */
export function viewMessage(picture: Picture, world: World): string | undefined {
  const remote = world.debuggees.filter((each) => !each.ended && each.remote !== undefined);
  const lines = [
    world.failure,
    ...remote.map(
      ({ name, remote: host }) =>
        `${name} runs on ${host ?? 'another host'}: its sockets cannot be read from here.`,
    ),
    viewState(world) === 'watching' ? picture.limitation : undefined,
  ];
  const text = lines.filter((line) => line !== undefined).join(' ');
  return text === '' ? undefined : text;
}

/** The number on the view's icon and its tooltip; undefined = no badge. */
export function badge(picture: Picture): { readonly value: number; readonly tooltip: string } | undefined {
  const { alive } = stuckCounts(picture);
  return alive === 0 ? undefined : { value: alive, tooltip: `${countText(alive, 'socket')} in CLOSE_WAIT` };
}
