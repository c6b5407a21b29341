import type { Leak } from '../../../lifecycle/leak.js';
import { child, textOf } from '../syntax.js';
import type { FileUnit } from '../unit.js';
import type { Candidate } from './candidate.js';
import { calleeName, spotAt } from './place-in-text.js';

/** A descriptor that must not live on in a program that is started: accept4(2) with SOCK_CLOEXEC. */
export function inheritanceCandidates(leak: Leak, unit: FileUnit): Candidate[] {
  const spot = spotAt(unit, leak.opened);
  const call = spot?.path.findLast(({ type }) => type === 'call_expression');
  const [callee, args] = call ? [child(call, 'function'), child(call, 'arguments')] : [];
  if (!call || !callee || !args || !hasAccept4(unit)) return [];
  if (calleeName(call) !== 'accept') return [];
  const renamed = {
    span: { start: callee.start, end: callee.end },
    text: textOf(callee).replace('accept', 'accept4'),
  };
  const flagged = { span: { start: args.end - 1, end: args.end - 1 }, text: ', SOCK_CLOEXEC' };
  return [{ title: 'Accept with SOCK_CLOEXEC', edits: [renamed, flagged] }];
}

/** accept4 is declared for _GNU_SOURCE, which g++ always defines (accept4(2)). */
function hasAccept4({ parsed, cplusplus }: FileUnit): boolean {
  return cplusplus || /\b_GNU_SOURCE\b|\baccept4\s*\(/.test(parsed.text);
}
