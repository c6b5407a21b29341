import type { Leak } from '../../../lifecycle/leak.js';
import type { StreamLeakKind } from '../../../lifecycle/stream/kinds.js';
import type { Repair } from '../../../shared/finding.js';
import type { TextEdit } from '../../../shared/span.js';
import { isCompiled } from '../compiled/async-functions.js';
import type { Parsed } from '../parse.js';
import { endAfterReader } from './after-eof.js';
import { consumeBody } from './bodies.js';
import { dropHalfOpen, endAfterConsumer, endAtOpening, endInListener, endOnPath } from './half-open.js';
import { destroyInOwner, destroyParentsCopy } from './owners.js';
import { closeForgotten, closeInCallback, closeOnError, closeOnPath } from './paths.js';
import {
  boundWait,
  destroyInTargetListener,
  destroyWithTarget,
  endBesidePipe,
  usePipeline,
} from './pipes.js';
import { Writer } from './place.js';
import { Site, type Cure, type Draft } from './site.js';
import { styleOf } from './style.js';
import { isFunction, pathTo } from './syntax.js';
import { destroyOnTimeout, idleTimeout, keepAlive, orIdleTimeout, probeSooner } from './timeouts.js';
import {
  destroyInsteadOfPause,
  drainInListener,
  endHandedOut,
  keepOnReading,
  readHandedOut,
  resumeAtOpening,
  resumeOnDrain,
} from './unread.js';

/** What cures each kind, the best first; those that do not fit the code at hand are skipped. */
const CURES: Readonly<Record<StreamLeakKind, readonly Cure[]>> = {
  'eof-unhandled': [endAfterReader, endAtOpening, dropHalfOpen, orIdleTimeout],
  'end-listener-does-not-end': [endInListener, endAtOpening, dropHalfOpen],
  'end-listener-path': [endOnPath, dropHalfOpen],
  'consumer-does-not-end': [endAfterConsumer, dropHalfOpen],
  'never-read': [resumeAtOpening, orIdleTimeout],
  'handed-out-unread': [readHandedOut, endHandedOut],
  'path-abandons': [closeOnPath],
  'error-path-abandons': [closeOnError],
  paused: [destroyInsteadOfPause, orIdleTimeout],
  'paused-no-drain': [resumeOnDrain, destroyInsteadOfPause],
  'opened-paused': [resumeAtOpening],
  'readable-not-drained': [drainInListener],
  'onread-stops': [keepOnReading],
  'pipe-target-fails': [destroyInTargetListener, usePipeline, destroyWithTarget],
  'pipe-one-sided': [endBesidePipe, dropHalfOpen],
  'pipe-waits-for-partner': [boundWait, dropHalfOpen, orIdleTimeout],
  'owner-does-not-close': [destroyInOwner],
  'timeout-only-logs': [destroyOnTimeout],
  'body-unread': [consumeBody],
  unflushed: [idleTimeout],
  'shared-copy-kept': [destroyParentsCopy],
  'silence-unnoticed': [idleTimeout, keepAlive],
  'keepalive-slow': [probeSooner, orIdleTimeout],
  'forgotten-in-collection': [closeForgotten, closeInCallback],
};

/** The repairs of a leak in the style of its file, the preferred one first; none when no cure fits the code. */
export function repairsFor(leak: Leak, parsed: Parsed): Repair[] {
  const cures: readonly Cure[] | undefined = (CURES as Readonly<Record<string, readonly Cure[]>>)[leak.kind];
  if (!cures) return [];
  const site = new Site(leak, new Writer(parsed, styleOf(parsed.text)));
  const drafts = cures.map((cure) => cure(site)).filter((draft) => draft !== undefined);
  return distinct(drafts).map((draft, index) => asRepair(draft, index, parsed));
}

function distinct(drafts: readonly Draft[]): Draft[] {
  return drafts.filter((draft, index) => drafts.findIndex(({ title }) => title === draft.title) === index);
}

function asRepair(draft: Draft, index: number, parsed: Parsed): Repair {
  const { title, changesBehaviour, alternative = false } = draft;
  const edits = draft.edits.map((edit) => asWritten(edit, parsed));
  return { title, edits, changesBehaviour, preferred: index === 0 && !alternative };
}

/** A compiler's asynchronous function is a generator in the text: it waits by `yield`. */
function asWritten(edit: TextEdit, parsed: Parsed): TextEdit {
  if (!/\bawait /.test(edit.text)) return edit;
  const around = pathTo(parsed, edit.span).findLast(isFunction);
  return around && isCompiled(around) ? { ...edit, text: edit.text.replaceAll(/\bawait /g, 'yield ') } : edit;
}
