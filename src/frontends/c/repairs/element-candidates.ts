import { child, operatorOf, textOf, type Syntax } from '../syntax.js';
import type { Candidate } from './candidate.js';
import type { FileUnit } from '../unit.js';
import { closing, handleFields } from './names.js';
import { descendants, parentOf, pathTo, type Spot } from './place-in-text.js';
import { insertBefore } from './style.js';

interface Setting {
  readonly node: Syntax;
  readonly left: string;
  readonly right: string;
}

/** Ways to close what an assignment is about to forget. */
export function elementCandidates(spot: Spot, names: readonly string[]): Candidate[] {
  const settings = settingsIn(spot);
  return [
    ...beforeFreed(spot, names),
    ...beforeMoves(spot, settings, names),
    ...beforeReplaced(spot, settings, names),
  ];
}

/** `free(p)` forgets what the record held. */
function beforeFreed(spot: Spot, names: readonly string[]): Candidate[] {
  const root = spot.path[0];
  const freed = root ? descendants(root, (node) => /^free\s*\(\s*\w+\s*\);$/.test(textOf(node))) : [];
  return freed.flatMap((node) => {
    const [, record = ''] = /\(\s*(\w+)/.exec(textOf(node)) ?? [];
    return names
      .filter((name) => name.startsWith(`${record}->`))
      .map((name) => ({
        title: `Close ${name} first`,
        edits: insertBefore(spot.unit.parsed.text, pathTo(spot, node), node, closing(name, spot.unit)),
      }));
  });
}

/** A record's element that the last one takes the place of, wherever in the file: `s->fds[i] = s->fds[s->count];` */
export function replacedElements(unit: FileUnit): Candidate[] {
  const fields = handleFields(unit);
  return unit.declarations.functions.flatMap((entry) => {
    const root = entry.syntax();
    return settingsIn({ path: [root] }).flatMap(({ node, left, right }) => {
      const [, array = ''] = /^(.*\S)\s*\[\s*\w+\s*\]$/.exec(left) ?? [];
      if (array === '' || !right.startsWith(`${array}[`)) return [];
      return fields.map((field) => {
        const name = `${left}.${field}`;
        const first = firstUse(root, left, node);
        const edits = insertBefore(
          unit.parsed.text,
          pathTo({ path: [root] }, first),
          first,
          closing(name, unit),
        );
        return { title: `Close ${name} before it is overwritten`, edits };
      });
    });
  });
}

/** The statement an element is moved by, or one of the same block before it that changes how many there are: whichever is first. */
function firstUse(root: Syntax, element: string, move: Syntax): Syntax {
  const block = parentOf(pathTo({ path: [root] }, move), move);
  const kids = block?.type === 'compound_statement' ? block.kids : [];
  const counter = kids[kids.indexOf(move) - 1];
  return counter && /(?:--|-=\s*1)/.test(textOf(counter)) && !textOf(counter).includes(element)
    ? counter
    : move;
}

function settingsIn({ path: [root] }: Pick<Spot, 'path'>): Setting[] {
  const statements = root ? descendants(root, ({ type }) => type === 'expression_statement') : [];
  return statements.flatMap((node) => {
    const [assignment] = node.kids;
    const [left, right] = assignment ? [child(assignment, 'left'), child(assignment, 'right')] : [];
    if (assignment?.type !== 'assignment_expression' || operatorOf(assignment) !== '=') return [];
    return left && right ? [{ node, left: textOf(left), right: textOf(right) }] : [];
  });
}

/** `slot = c;` forgets what `slot` was: close it first, wherever it gets something else. An element may be a new one. */
function beforeReplaced(spot: Spot, settings: readonly Setting[], names: readonly string[]): Candidate[] {
  const aliases = new Set(
    settings
      .filter(({ left, right }) => names.includes(right) && !left.includes('['))
      .map(({ left }) => left),
  );
  return settings
    .filter(({ left }) => aliases.has(left))
    .map(({ node, left }) => ({
      title: `Close ${left} before it is replaced`,
      edits: insertBefore(spot.unit.parsed.text, pathTo(spot, node), node, closing(left, spot.unit)),
    }));
}

/** `set[i] = set[--used];` overwrites an element with the last one: close it first. */
function beforeMoves(spot: Spot, settings: readonly Setting[], names: readonly string[]): Candidate[] {
  return settings.flatMap(({ node, left, right }) => {
    const [, array = '', index = ''] = /^(\w+)\[(\w+)(?:--|\+\+)?\]$/.exec(left) ?? [];
    if (array === '' || !right.startsWith(`${array}[`)) return [];
    const held = names.filter((name) => name.startsWith(`${array}[${index}]`));
    return held.map((name) => ({
      title: `Close ${name} before it is overwritten`,
      edits: insertBefore(spot.unit.parsed.text, pathTo(spot, node), node, closing(name, spot.unit)),
    }));
  });
}
