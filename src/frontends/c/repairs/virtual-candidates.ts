import { child, textOf } from '../syntax.js';
import type { FileUnit } from '../unit.js';
import type { Candidate } from './candidate.js';

/** `delete` through a base class runs the derived destructor only when the base's is virtual (ISO C++ [expr.delete]). */
export function virtualCandidates(unit: FileUnit): Candidate[] {
  const { declarations } = unit;
  const bases = declarations.functions.filter(
    ({ owner, name, isVirtual }) => owner !== undefined && name === `${owner}::~${owner}` && !isVirtual,
  );
  return bases.flatMap((entry) => {
    const { owner = '', span } = entry;
    const declarator = child(entry.syntax(), 'declarator');
    if (declarations.derived(owner).length === 0 || !declarator || !textOf(declarator).startsWith('~'))
      return [];
    const at = { start: span.start, end: span.start };
    return [{ title: `Make the destructor of ${owner} virtual`, edits: [{ span: at, text: 'virtual ' }] }];
  });
}
