import type { Leak, Step } from '../../lifecycle/leak.js';
import type { Span } from '../../shared/span.js';

/** Where an address stands: in the file that is looked at, or in another one. */
export interface InFile {
  readonly span: Span;
  /** Absolute path, when it is another file. */
  readonly file?: string;
}

/** A leak with places of its file for addresses; a fault in another file is told where the socket is opened. */
export function inPlaces(leak: Leak, placeOf: (address: Span) => InFile | undefined): Leak[] {
  const opened = placeOf(leak.opened);
  const fault = placeOf(leak.at);
  const own = [fault, opened].find((place) => place !== undefined && place.file === undefined);
  if (!opened || !own) return [];
  const steps = leak.steps.flatMap((step): Step[] => {
    const place = placeOf(step.span);
    return place ? [{ ...step, ...place }] : [];
  });
  return [{ ...leak, opened: opened.span, at: own.span, steps }];
}
