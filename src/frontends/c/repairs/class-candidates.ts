import { child, textOf } from '../syntax.js';
import type { FileUnit } from '../unit.js';
import type { Candidate } from './candidate.js';
import { closing, handlesIn } from './names.js';
import { descendants, pathTo } from './place-in-text.js';
import { insertAtEnd, insertBefore } from './style.js';

/** An assignment operator that overwrites the descriptor it holds closes that first. */
export function assignmentCandidates(unit: FileUnit): Candidate[] {
  const operators = unit.declarations.functions.filter(
    ({ owner, name }) => owner !== undefined && name === `${owner}::operator=`,
  );
  return operators.flatMap((entry) => {
    const root = entry.syntax();
    const fields = unit.declarations.record(entry.owner)?.fields;
    const sets = descendants(root, ({ type }) => type === 'expression_statement');
    return sets.flatMap((node) => {
      const [, name = ''] = /^(\w+)\s*=[^=]/.exec(textOf(node)) ?? [];
      if (fields?.get(name)?.type.name !== 'int') return [];
      const edits = insertBefore(unit.parsed.text, pathTo({ path: [root] }, node), node, closing(name, unit));
      return [{ title: `Close ${name} before it is overwritten`, edits }];
    });
  });
}

/** The destructor of a class that reads from a descriptor among its members closes it. */
export function destructorCandidates(unit: FileUnit): Candidate[] {
  const { functions } = unit.declarations;
  const destructors = functions.filter(
    ({ owner, name }) => owner !== undefined && name === `${owner}::~${owner}`,
  );
  return destructors.flatMap((entry) => {
    const body = child(entry.syntax(), 'body');
    const fields = unit.declarations.record(entry.owner)?.fields;
    const used = functions
      .filter(({ owner }) => owner === entry.owner)
      .flatMap((one) => handlesIn(one.syntax()));
    return [...new Set(used)].flatMap((name) => {
      if (!body || fields?.get(name)?.type.name !== 'int') return [];
      const edits = insertAtEnd(unit.parsed.text, body, closing(name, unit));
      return [{ title: `Close ${name} in the destructor of ${entry.owner ?? ''}`, edits }];
    });
  });
}
