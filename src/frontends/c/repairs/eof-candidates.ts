import type { Leak } from '../../../lifecycle/leak.js';
import { child, operatorOf, textOf, type Syntax } from '../syntax.js';
import type { FileUnit } from '../unit.js';
import type { Candidate } from './candidate.js';
import { closing, namesAt } from './names.js';
import { descendants, isJump, isLoop, isStatement, spotAt, statementAt, type Spot } from './place-in-text.js';
import { insertAfter, insertBefore, replace } from './style.js';

/** Ways to make EOF end what goes on for ever: the read's 0 is tested, or the test that is there takes it in. */
export function eofCandidates(leak: Leak, unit: FileUnit): Candidate[] {
  const seen = leak.steps.findLast(({ role, file }) => role === 'end-seen' && file === undefined);
  const spot = spotAt(unit, seen?.span ?? leak.at);
  if (!spot) return [];
  const blamed = spotAt(unit, leak.at) ?? spot;
  const result = resultName(spot);
  const call = spot.path.findLast(({ type }) => type === 'call_expression');
  const tests =
    result === undefined
      ? call
        ? widenedTests(spot, textOf(call))
        : []
      : [...addedTest(spot, result), ...widenedTests(spot, result), ...narrowedErrno(spot, result)];
  return [...eventTests(blamed), ...marks(spot), ...tests, ...switchCases(spot)];
}

/** The variable that gets the count: `n` of `n = read(…)` or `ssize_t n = read(…)`. */
function resultName(spot: Spot): string | undefined {
  const target = spot.path.findLast(
    ({ type }) => type === 'assignment_expression' || type === 'init_declarator',
  );
  const left = target && child(target, target.type === 'init_declarator' ? 'declarator' : 'left');
  return left && textOf(left).replace(/^[*&\s]+/, '');
}

/** `if (n == 0) break;` right behind the read, or a return where there is no loop to leave. */
function addedTest(spot: Spot, result: string): Candidate[] {
  const statement = statementAt(spot);
  if (!statement || !/^(?:expression_statement|declaration)$/.test(statement.type)) return [];
  const { text } = spot.unit.parsed;
  const inLoop = spot.path.some(isLoop);
  const value = spot.entry.returns.name === 'void' && !spot.entry.returns.pointer ? '' : ' 0';
  const returning = spot.entry.returns.pointer ? ' NULL' : value;
  const put = (jump: string): Candidate => ({
    title: jump === 'break;' ? `Leave the loop when ${result} is 0` : `Return when ${result} is 0`,
    edits: insertAfter(text, spot.path, statement, [`if (${result} == 0)`, `${step(text)}${jump}`]),
  });
  const returns = spot.entry.name === 'main' ? [] : [put(`return${returning};`)];
  return [...(inLoop ? [put('break;')] : []), ...returns];
}

function step(text: string): string {
  return /^(\t| {2,8})(?=[^\s*])/m.exec(text)?.[1] ?? '    ';
}

const WIDER: Readonly<Record<string, readonly [string, string]>> = {
  '< 0': ['<=', '0'],
  '>= 0': ['>', '0'],
  '== -1': ['<=', '0'],
  '!= -1': ['>', '0'],
};

/** Tests of the count that leave 0 out: `n < 0`, `n == -1`, `while ((n = read(…)) >= 0)`. */
function widenedTests(spot: Spot, result: string): Candidate[] {
  return comparisonsOf(spot, result).flatMap(({ operator, right }) => {
    const wider = WIDER[`${operator.type} ${textOf(right)}`];
    if (!wider) return [];
    const title = /^\w+$/.test(result) ? `Treat ${result} == 0 as the end` : 'Treat 0 as the end';
    const span = { start: operator.start, end: right.end };
    return [{ title, edits: [{ span, text: wider.join(' ') }] }];
  });
}

/** `n <= 0 && errno == EAGAIN`: errno says nothing when the count is 0. */
function narrowedErrno(spot: Spot, result: string): Candidate[] {
  return comparisonsOf(spot, result).flatMap(({ operator, right, path }) => {
    const both = path.find(
      (node) =>
        node.type === 'binary_expression' && operatorOf(node) === '&&' && /\berrno\b/.test(textOf(node)),
    );
    if (!both || operator.type !== '<=' || textOf(right) !== '0') return [];
    return [
      {
        title: `Ask errno only when ${result} is negative`,
        edits: [{ span: { start: operator.start, end: operator.end }, text: '<' }],
      },
    ];
  });
}

interface CountTest {
  readonly left: Syntax;
  readonly operator: Syntax;
  readonly right: Syntax;
  readonly path: readonly Syntax[];
}

function comparisonsOf(spot: Spot, result: string): CountTest[] {
  const root = spot.path[0];
  if (!root) return [];
  const about = new RegExp(String.raw`^\(?\s*${result.replaceAll(/\W/g, String.raw`\$&`)}(?!\w)`);
  return descendants(root, ({ type }) => type === 'binary_expression').flatMap((node) => {
    const [left, operator, right] = [child(node, 'left'), child(node, 'operator'), child(node, 'right')];
    if (!left || !operator || !right || !about.test(textOf(left))) return [];
    const path = descendants(
      root,
      (outer) => outer.start <= node.start && node.end <= outer.end && outer !== node,
    );
    return [{ left, operator, right, path }];
  });
}

/** `case 0: break;` leaves the switch and not the loop: go where another case goes, or return. */
function switchCases(spot: Spot): Candidate[] {
  const root = spot.path[0];
  const loop = spot.path.findLast(isLoop);
  if (!root || !loop) return [];
  const { text } = spot.unit.parsed;
  const cases = descendants(
    loop,
    (node) => node.type === 'case_statement' && textOf(child(node, 'value') ?? node) === '0',
  );
  const labels = [...new Set(descendants(root, ({ type }) => type === 'goto_statement').map(textOf))];
  return cases.flatMap((node) =>
    node.kids
      .filter(({ type }) => type === 'break_statement')
      .flatMap((leave) =>
        labels.map((jump) => ({
          title: `Leave the loop when the read gives 0`,
          edits: replace(text, [root, node, leave], leave, [jump]),
        })),
      ),
  );
}

/** What other ways out of the loop set before they leave it: `done = 1;` */
function marks(spot: Spot): Candidate[] {
  const root = spot.path[0];
  const loop = spot.path.findLast(isLoop);
  const result = resultName(spot);
  if (!root || !loop || result === undefined) return [];
  const { text } = spot.unit.parsed;
  const sets = descendants(
    loop,
    (node) => node.type === 'expression_statement' && /^[\w.>-]+\s*=\s*(?:\w+);$/.test(textOf(node)),
  );
  const tests = descendants(
    loop,
    (node) =>
      node.type === 'if_statement' &&
      new RegExp(String.raw`^\(\s*${result}\s*==\s*0\s*\)$`).test(textOf(child(node, 'condition') ?? node)),
  );
  const leaves = tests.flatMap((test) =>
    descendants(child(test, 'consequence') ?? test, ({ type }) => type === 'break_statement'),
  );
  const lines = [...new Set(sets.map(textOf))];
  return leaves.flatMap((leave) =>
    lines.map((line) => ({
      title: `Close at EOF as on errors`,
      edits: insertBefore(text, pathOf(root, leave), leave, [line]),
    })),
  );
}

function pathOf(root: Syntax, node: Syntax): Syntax[] {
  const path: Syntax[] = [];
  for (
    let at: Syntax | undefined = root;
    at;
    at = at.kids.find((kid) => kid.start <= node.start && node.end <= kid.end)
  ) {
    path.push(at);
    if (at === node) break;
  }
  return path;
}

/** `events & (EPOLLHUP | EPOLLERR)`: a FIN alone raises neither, but EPOLLRDHUP (measured). */
function eventTests(spot: Spot): Candidate[] {
  const root = spot.path[0];
  const tests = root
    ? descendants(root, (node) => node.type === 'binary_expression' && operatorOf(node) === '&')
    : [];
  return tests.flatMap((node) => {
    const mask = child(node, 'right');
    const text = mask ? textOf(mask) : '';
    if (!mask || !/\bEPOLLHUP\b/.test(text) || /\bEPOLLRDHUP\b/.test(text)) return [];
    const inner = text.replace(/^\(\s*|\s*\)$/g, '');
    return [
      {
        title: 'Take EPOLLRDHUP as the end too',
        edits: [{ span: { start: mask.start, end: mask.end }, text: `(EPOLLRDHUP | ${inner})` }],
      },
    ];
  });
}

/** Closes in the branch that a count of 0 takes. */
export function eofBranchCandidates(leak: Leak, unit: FileUnit): Candidate[] {
  const seen = leak.steps.findLast(({ role, file }) => role === 'end-seen' && file === undefined);
  const spot = spotAt(unit, seen?.span ?? leak.at);
  const result = spot && resultName(spot);
  const root = spot?.path[0];
  if (!spot || result === undefined || !root) return [];
  const { text } = unit.parsed;
  const branches = descendants(root, ({ type }) => type === 'if_statement').filter((test) =>
    isEofTest(test, result),
  );
  return namesAt(spot, leak.opened).flatMap((name) =>
    branches.flatMap((test) => {
      const then = child(test, 'consequence');
      if (!then) return [];
      const inBlock = then.type === 'compound_statement';
      const first = inBlock ? then.kids.find(isStatement) : then;
      const jump = inBlock ? then.kids.findLast(isJump) : undefined;
      const title = `Close ${name} when ${result} is 0`;
      const lines = closing(name, unit);
      return [jump, first].flatMap((statement) =>
        statement ? [{ title, edits: insertBefore(text, pathOf(root, statement), statement, lines) }] : [],
      );
    }),
  );
}

function isEofTest(test: Syntax, result: string): boolean {
  const condition = textOf(child(test, 'condition') ?? test).replaceAll(/\s+/g, '');
  return [`(${result}==0)`, `(${result}<=0)`, `(${result}<1)`, `(!${result})`].includes(condition);
}
