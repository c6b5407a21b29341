import * as l10n from '@vscode/l10n';
import type { Debuggee, Unresolved } from '../debug/debuggees.js';
import { stuckCounts } from './live-state.js';
import { shownRemote } from './observed.js';
import { tellsItself } from './remote-model.js';
import type { Picture } from './socket-model.js';
import { socketsText } from '../shared/wording.js';

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
  if (filter !== '') return l10n.t('only “{0}”', filter);
  const { alive, ended } = stuckCounts(picture);
  if (state === 'ended')
    return ended > 0 ? l10n.t('{0} stuck when it ended', ended) : l10n.t('ended, none stuck');
  if (alive > 0) return l10n.t('{0} stuck', alive);
  if (state !== 'watching' || picture.at === undefined) return '';
  const total = Object.values(picture.counts).reduce((sum, count) => sum + count, 0);
  return total === 0 ? l10n.t('none stuck') : l10n.t('{0}, none stuck', socketsText(total));
}

/** The sentences above the rows: what could not be seen. VS Code hides the empty state's buttons while there are some. */
export function viewMessage(picture: Picture, world: World): string | undefined {
  const remote = world.debuggees.filter((each) => !each.ended && each.remote !== undefined);
  const lines = [
    world.failure,
    ...remote.map(remoteText),
    viewState(world) === 'watching' ? picture.limitation : undefined,
  ];
  const text = lines.filter((line) => line !== undefined).join(' ');
  return text === '' ? undefined : text;
}

function remoteText(debuggee: Debuggee): string {
  const { name, host = '' } = shownRemote(debuggee);
  return tellsItself(debuggee)
    ? l10n.t('{0} runs on {1}: its sockets are shown as Node.js itself sees them.', name, host)
    : l10n.t('{0} runs on {1}: its sockets cannot be read from here.', name, host);
}

/** The number on the view's icon and its tooltip; undefined = no badge. */
export function badge(picture: Picture): { readonly value: number; readonly tooltip: string } | undefined {
  const { alive } = stuckCounts(picture);
  return alive === 0 ? undefined : { value: alive, tooltip: l10n.t('{0} in CLOSE_WAIT', socketsText(alive)) };
}
