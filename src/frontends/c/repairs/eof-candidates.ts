import type { Leak } from '../../../lifecycle/leak.js';
import type { TextEdit } from '../../../shared/span.js';
import { child, operatorOf, textOf, type Syntax } from '../syntax.js';
import { isArithmetic } from '../types.js';
import type { FileUnit } from '../unit.js';
import type { Candidate } from './candidate.js';
import { closing, namesAt } from './names.js';
import {
  calleeName,
  descendants,
  isJump,
  isLoop,
  isStatement,
  pathTo,
  spotAt,
  statementAt,
  type Spot,
} from './place-in-text.js';
import { insertAfter, insertAtEnd, insertBefore, replace } from './style.js';

/** Ways to make EOF end what goes on for ever: the read's 0 is tested, or the test that is there takes it in. */
export function eofCandidates(leak: Leak, unit: FileUnit): Candidate[] {
  const seen = leak.steps.findLast(({ role, file }) => role === 'end-seen' && file === undefined);
  const spot = spotAt(unit, seen?.span ?? leak.at);
  if (!spot || asks(spot)) return [];
  const blamed = spotAt(unit, leak.at) ?? spot;
  const result = resultName(spot);
  const call = spot.path.findLast(({ type }) => type === 'call_expression');
  const tests =
    result === undefined
      ? call
        ? widenedTests(spot, textOf(call))
        : []
      : [
          ...addedTest(spot, result),
          ...widenedTests(spot, result),
          ...narrowedErrno(spot, result),
          ...splitFromErrno(spot, result),
        ];
  return [...eventTests(blamed), ...marks(spot), ...tests, ...switchCases(spot)];
}

/** A call whose result is no count of bytes (FIONREAD): 0 is its success. */
function asks({ path }: Spot): boolean {
  const call = path.findLast(({ type }) => type === 'call_expression');
  return call !== undefined && calleeName(call).startsWith('ioctl');
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
  const put = (jump: string): Candidate => ({
    title: jump === 'break;' ? `Leave the loop when ${result} is 0` : `Return when ${result} is 0`,
    edits: insertAfter(text, spot.path, statement, [`if (${result} == 0)`, `${step(text)}${jump}`]),
  });
  const returns = spot.entry.name === 'main' ? [] : returnsOf(spot).map(put);
  return [...(inLoop ? [put('break;')] : []), ...returns];
}

/** What the function gives where it fails, as it does so elsewhere, then what its type allows. */
function returnsOf({ entry, path: [root] }: Spot): string[] {
  if (entry.returns.name === 'void' && !entry.returns.pointer) return ['return;'];
  const given = root ? descendants(root, ({ type }) => type === 'return_statement').map(textOf) : [];
  const failures = given.filter((text) => /^return\s*\(?(?:-\s*\w+|[A-Z][A-Z0-9_]+|false)\)?;$/.test(text));
  const isNumber = !entry.returns.pointer && isArithmetic(entry.returns) && entry.returns.name !== 'bool';
  if (isNumber && /-\s*1\b/.test(entry.text)) failures.push('return -1;');
  // Where every way out has a name, 0 is one of them.
  if (given.length > 1 && given.every((text) => /^return\s*\(?[A-Z][A-Z0-9_]+\)?;$/.test(text)))
    return [...new Set(failures.toReversed())];
  return [...new Set([entry.returns.pointer ? 'return NULL;' : 'return 0;', ...failures.toReversed()])];
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
  return comparisonsOf(spot, result).flatMap(({ operator, right, path }) => {
    const wider = WIDER[`${operator.type} ${textOf(right)}`];
    if (!wider || path.some(isErrnoTest)) return [];
    const title = /^\w+$/.test(result) ? `Treat ${result} == 0 as the end` : 'Treat 0 as the end';
    const span = { start: operator.start, end: right.end };
    const errors = errnoTestsUnder(path).map((test) => onlyErrors(test, result));
    return [{ title, edits: [{ span, text: wider.join(' ') }, ...errors] }];
  });
}

/** `n < 0 && errno == EAGAIN`: errno says nothing of a count of 0. */
function isErrnoTest(node: Syntax): boolean {
  return (
    node.type === 'binary_expression' &&
    /^(?:&&|\|\|)$/.test(operatorOf(node)) &&
    /\berrno\b/.test(textOf(node))
  );
}

/** The conditions on errno in the branch a test leads to. */
function errnoTestsUnder(path: readonly Syntax[]): Syntax[] {
  const test = path.findLast(({ type }) => type === 'if_statement');
  const then = test && child(test, 'consequence');
  const inner = then ? descendants(then, ({ type }) => type === 'if_statement') : [];
  const own = then?.type === 'if_statement' ? [then, ...inner] : inner;
  return own.flatMap((one) => {
    const condition = child(one, 'condition');
    const asked = condition?.type === 'parenthesized_expression' ? condition.kids[0] : undefined;
    return asked && /\berrno\b/.test(textOf(asked)) ? [asked] : [];
  });
}

function onlyErrors(asked: Syntax, result: string): TextEdit {
  const text = operatorOf(asked) === '||' ? `(${textOf(asked)})` : textOf(asked);
  return { span: { start: asked.start, end: asked.end }, text: `${result} < 0 && ${text}` };
}

/** `n == 0 || errno == EAGAIN` takes EOF for "try again": only errors may be tried again. */
function splitFromErrno(spot: Spot, result: string): Candidate[] {
  return comparisonsOf(spot, result).flatMap(({ node, operator, right, path }) => {
    const either = path.findLast((outer) => outer.type === 'binary_expression' && operatorOf(outer) === '||');
    if (!either || operator.type !== '==' || textOf(right) !== '0') return [];
    const whole = path.find((outer) => isErrnoTest(outer) && operatorOf(outer) === '||') ?? either;
    if (!isErrnoTest(whole) || whole.start !== node.start) return [];
    const rest = whole.code.text.slice(node.end, whole.end).replace(/^\s*\|\|\s*/, '');
    return [
      {
        title: `Try again only when ${result} is negative`,
        edits: [{ span: { start: whole.start, end: whole.end }, text: `${result} < 0 && (${rest})` }],
      },
    ];
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
  readonly node: Syntax;
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
    return [{ node, left, operator, right, path }];
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
      edits: insertBefore(text, pathTo(spot, leave), leave, [line]),
    })),
  );
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
  const branches = descendants(root, ({ type }) => type === 'if_statement').filter((test) =>
    isEofTest(test, result),
  );
  const names = namesAt(spot, leak.opened);
  const others = names.flatMap((name) => [...inLastElse(spot, result, name), ...behindRemoval(spot, name)]);
  return [...closingInBranches(spot, result, names, branches), ...others];
}

/** `if (n > 0) … else if (n < 0 && …) … else …`: the last one gets the 0. */
function inLastElse(spot: Spot, result: string, name: string): Candidate[] {
  const root = spot.path[0];
  const asked = new RegExp(String.raw`\b${result}\b`);
  const tests = root ? descendants(root, ({ type }) => type === 'if_statement') : [];
  return tests.flatMap((test) => {
    const last = child(test, 'alternative')?.kids.at(-1);
    if (last?.type !== 'compound_statement' || !asked.test(textOf(child(test, 'condition') ?? test)))
      return [];
    const edits = insertAtEnd(spot.unit.parsed.text, last, closing(name, spot.unit));
    return [{ title: `Close ${name} when ${result} is 0`, edits }];
  });
}

/** `epoll_ctl(ep, EPOLL_CTL_DEL, fd, NULL)` only stops the watching. */
function behindRemoval(spot: Spot, name: string): Candidate[] {
  const root = spot.path[0];
  const removals = root
    ? descendants(root, ({ type }) => type === 'expression_statement').filter((node) =>
        /\bEPOLL_CTL_DEL\b/.test(textOf(node)),
      )
    : [];
  return removals.map((node) => ({
    title: `Close ${name} after it is no longer watched`,
    edits: insertAfter(spot.unit.parsed.text, pathTo(spot, node), node, closing(name, spot.unit)),
  }));
}

function closingInBranches(
  spot: Spot,
  result: string,
  names: readonly string[],
  branches: readonly Syntax[],
): Candidate[] {
  const { unit } = spot;
  const { text } = unit.parsed;
  return names.flatMap((name) =>
    branches.flatMap((test) => {
      const then = child(test, 'consequence');
      if (!then) return [];
      const inBlock = then.type === 'compound_statement';
      const first = inBlock ? then.kids.find(isStatement) : then;
      const jump = inBlock ? then.kids.findLast(isJump) : undefined;
      const title = `Close ${name} when ${result} is 0`;
      const lines = closing(name, unit);
      return [jump, first].flatMap((statement) =>
        statement ? [{ title, edits: insertBefore(text, pathTo(spot, statement), statement, lines) }] : [],
      );
    }),
  );
}

function isEofTest(test: Syntax, result: string): boolean {
  const condition = textOf(child(test, 'condition') ?? test).replaceAll(/\s+/g, '');
  return [`(${result}==0)`, `(${result}<=0)`, `(${result}<1)`, `(!${result})`].includes(condition);
}
