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

/** `fd = -1; close(fd);` closes what is no descriptor any more: the other way round. */
export function swapCandidates(unit: FileUnit): Candidate[] {
  return unit.declarations.functions.flatMap((entry) => {
    const sets = descendants(entry.syntax(), ({ type }) => /(?:^compound|^case)_statement$/.test(type));
    return [entry.syntax(), ...sets].flatMap(({ kids }) =>
      kids.flatMap((set, i) => {
        const [, name = ''] = /^([\w.>-]+?)\s*=\s*-\s*1\s*;$/.exec(textOf(set)) ?? [];
        const close = kids[i + 1];
        if (name === '' || !close || !closesName(textOf(close), name)) return [];
        const edits = [
          { span: { start: set.start, end: set.end }, text: textOf(close) },
          { span: { start: close.start, end: close.end }, text: textOf(set) },
        ];
        return [{ title: `Close ${name} before it is forgotten`, edits }];
      }),
    );
  });
}

function closesName(statement: string, name: string): boolean {
  const match = /^(?:\(void\)\s*)?(?:::)?close(?:socket)?\s*\(\s*([\w.>-]+)\s*\)\s*;$/.exec(statement);
  return match?.[1] === name;
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
