import type { TSESTree } from '@typescript-eslint/types';
import type { Fact } from '../../../lifecycle/ir.js';
import type { Parsed } from '../parse.js';
import type { Value } from '../values.js';
import { bodiesIn, optionsOf, streamsIn, UNDEFINED } from '../values.js';
import { declareClass } from './classes.js';
import { condition, factsOf, isErrorCode, subjectOf } from './conditions.js';
import { escapeAll } from './escape.js';
import { evaluate } from './expressions.js';
import { exportNamed, importNames, requireLazily } from './imports.js';
import { namesEnd, namesLeave } from './losses.js';
import { placeOf } from './members.js';
import { forIn, forLoop, forOf, whileLoop } from './loops.js';
import { makeFunction } from './functions.js';
import { declareNamespace } from './namespaces.js';
import { bindPattern } from './patterns.js';
import type { Scope } from './scope.js';
import { emit, inner, wordNumber } from './scope.js';
import { tryStatement, usingDeclarations } from './try.js';
import { waysOf } from './which.js';

/** A list of statements with names of its own, which end with it. */
export function runBlock(scope: Scope, body: readonly TSESTree.Statement[]): void {
  if (!body.some(declares)) {
    runBody(scope, body);
    return;
  }
  const within = inner(scope, body);
  runBody(within, body);
  const last = body.at(-1);
  if (last && scope.act.builder.reachable) namesEnd(within, last, false);
}

/** Whether a statement gives a name to its block. */
function declares(statement: TSESTree.Statement): boolean {
  if (statement.type === 'VariableDeclaration') return statement.kind !== 'var';
  return statement.type === 'ClassDeclaration' || statement.type === 'FunctionDeclaration';
}

/** A list of statements in a scope made for it; what follows a `using` runs under its disposal. */
export function runBody(scope: Scope, body: readonly TSESTree.Statement[]): void {
  hoist(scope, body);
  for (const [index, statement] of body.entries()) {
    if (!scope.act.builder.reachable) return;
    if (isUsing(statement)) {
      usingDeclarations(scope, statement, () => {
        runBody(scope, body.slice(index + 1));
      });
      return;
    }
    run(scope, statement);
  }
}

function isUsing(node: TSESTree.Statement): node is TSESTree.VariableDeclaration {
  return node.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');
}

/** Function declarations are there before the first statement runs. */
function hoist({ frame }: Scope, body: readonly TSESTree.Statement[]): void {
  for (const statement of body) {
    const node = declarationOf(statement);
    if (node?.type !== 'FunctionDeclaration' || !node.id) continue;
    if (frame.owner(node.id.name) !== frame) frame.declare(node.id.name, makeFunction(node, frame), 'let');
  }
}

function declarationOf(node: TSESTree.Statement): TSESTree.Node | null {
  if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration')
    return node.declaration;
  return node;
}

export function run(scope: Scope, node: TSESTree.Statement): void {
  if (!scope.act.program.spend(scope.frame)) return;
  const runner = STATEMENTS[node.type] as ((scope: Scope, node: TSESTree.Node) => void) | undefined;
  runner?.(scope, node);
}

const exporting = new WeakMap<Parsed, boolean>();

/** What a module throws may be caught by code that is not seen. */
function exportsSomething(file: Parsed): boolean {
  const known = exporting.get(file) ?? /\bexports?\b/.test(file.text);
  exporting.set(file, known);
  return known;
}

type Runners = {
  readonly [T in TSESTree.AST_NODE_TYPES]?: (scope: Scope, node: Extract<TSESTree.Node, { type: T }>) => void;
};

const STATEMENTS: Runners = {
  ExpressionStatement: (scope, node) => void evaluate(scope, node.expression),
  VariableDeclaration: declareVariables,
  ReturnStatement: (scope, node) => {
    leave(scope, node, node.argument);
  },
  ThrowStatement: (scope, node) => {
    const thrown = evaluate(scope, node.argument);
    if (exportsSomething(scope.frame.module.parsed)) escapeAll(scope, [thrown], node, 'whoever catches it');
    namesLeave(scope, node, scope.act.catcher);
    emit(scope, { op: 'special', name: 'throws', places: [], detail: 'statement' }, node);
    scope.act.throws();
  },
  IfStatement: ifStatement,
  BlockStatement: (scope, node) => {
    runBlock(scope, node.body);
  },
  ForStatement: forLoop,
  ForOfStatement: forOf,
  ForInStatement: forIn,
  WhileStatement: whileLoop,
  DoWhileStatement: whileLoop,
  SwitchStatement: switchStatement,
  TryStatement: tryStatement,
  LabeledStatement: (scope, node) => {
    const after = scope.act.builder.label();
    scope.act.within({ kind: 'jump', labels: [node.label.name], breakTo: after, named: true }, () => {
      run(scope, node.body);
    });
    scope.act.builder.place(after);
  },
  BreakStatement: (scope, node) => {
    scope.act.breaks(node.label?.name, 'break');
  },
  ContinueStatement: (scope, node) => {
    namesEnd(scope, node, true);
    scope.act.breaks(node.label?.name, 'continue');
  },
  ClassDeclaration: (scope, node) => {
    declareClass(scope, node);
  },
  ImportDeclaration: importNames,
  TSImportEqualsDeclaration: importNames,
  TSModuleDeclaration: declareNamespace,
  ExportNamedDeclaration: (scope, node) => {
    if (node.declaration) run(scope, node.declaration as TSESTree.Statement);
    exportNamed(scope, node);
  },
  ExportDefaultDeclaration: exportNamed,
  ExportAllDeclaration: exportNamed,
  TSExportAssignment: exportNamed,
};

function declareVariables(scope: Scope, node: TSESTree.VariableDeclaration): void {
  const kind = node.kind === 'var' || node.kind === 'let' ? node.kind : 'const';
  for (const declarator of node.declarations) {
    if (kind === 'const' && requireLazily(scope, declarator)) continue;
    const { id, init } = declarator;
    const value = init ? evaluate(scope, init, nameHint(id)) : undefined;
    bindPattern(scope, id, value, kind);
  }
}

function nameHint(id: TSESTree.Node): string | undefined {
  return id.type === 'Identifier' ? id.name : undefined;
}

function ifStatement(scope: Scope, node: TSESTree.IfStatement): void {
  const { builder } = scope.act;
  const [yes, no, after] = [builder.label(), builder.label(), builder.label()];
  condition(scope, node.test, yes, no);
  builder.place(yes);
  run(scope, node.consequent);
  if (builder.reachable) builder.jump(after);
  builder.place(no);
  if (node.alternate) run(scope, node.alternate);
  builder.place(after);
}

function switchStatement(scope: Scope, node: TSESTree.SwitchStatement): void {
  const { builder } = scope.act;
  const after = builder.label();
  const within = inner(scope, node);
  const value = evaluate(within, node.discriminant);
  const discriminant = subjectOf(node.discriminant);
  const labels = node.cases.map(() => builder.label());
  labels.forEach((label, i) => {
    builder.branch(label, caseFacts(scope, discriminant, node.cases[i]?.test));
  });
  if (!node.cases.some(({ test }) => test === null) && !isCovered(value, node.cases)) builder.branch(after);
  builder.seal();
  scope.act.within({ kind: 'jump', labels: [], breakTo: after }, () => {
    node.cases.forEach(({ consequent }, i) => {
      builder.place(labels[i] ?? after);
      hoist(within, consequent);
      for (const statement of consequent) if (builder.reachable) run(within, statement);
    });
  });
  builder.place(after);
}

/** `switch (error.code) { case 'ECONNRESET': … }`, `switch (this.state) { case 'open': … }`, `switch (true) { case isFull: … }` */
function caseFacts(
  scope: Scope,
  discriminant: TSESTree.Expression,
  test: TSESTree.Expression | null | undefined,
): Fact[] {
  if (!test) return [];
  if (discriminant.type === 'Literal' && discriminant.value === true) return factsOf(scope, test, true);
  if (test.type !== 'Literal') return [];
  if (isErrorCode(scope, discriminant)) return [{ fact: 'errno', among: [String(test.value)], holds: true }];
  const place = placeOf(scope, discriminant);
  const number = typeof test.value === 'string' ? wordNumber(test.value) : test.value;
  return place !== undefined && typeof number === 'number'
    ? [{ fact: 'compare', place, is: '==', with: number }]
    : [];
}

/** Every value that the discriminant ever gets has a case of its own. */
function isCovered(value: Value, cases: readonly TSESTree.SwitchCase[]): boolean {
  const tests = new Set(cases.map(({ test }) => (test?.type === 'Literal' ? test.value : undefined)));
  return optionsOf(value).every(
    (option) => option.kind === 'constant' && option.value !== undefined && tests.has(option.value),
  );
}

/** `return isIdle ? spare : dial();` leaves in one of two ways. */
function leave(scope: Scope, node: TSESTree.ReturnStatement, given: TSESTree.Expression | null): void {
  if (given?.type !== 'ConditionalExpression') {
    giveBack(scope, node, given);
    return;
  }
  const { builder } = scope.act;
  const [yes, no] = [builder.label(), builder.label()];
  condition(scope, given.test, yes, no);
  builder.place(yes);
  if (builder.reachable) leave(scope, node, given.consequent);
  builder.place(no);
  if (builder.reachable) leave(scope, node, given.alternate);
}

function giveBack(scope: Scope, node: TSESTree.ReturnStatement, given: TSESTree.Expression | null): void {
  const value = given ? evaluate(scope, given) : UNDEFINED;
  if (!scope.act.builder.reachable) return;
  if (isTurningAway(scope, given) && bodiesIn(value).length === 0) emit(scope, { op: 'return' }, node);
  if (value.kind !== 'pledge' && bodiesIn(value).length === 0) namesLeave(scope, node);
  if (value.kind === 'pledge') scope.act.givesPromise(value, node, scope.frame);
  else if (streamsIn(value).length > 0) scope.act.givesPromise(undefined, node, scope.frame);
  const ways = given ? waysOf(scope, given, value) : [];
  if (ways.length !== optionsOf(value).length) scope.act.returns(value);
  else
    scope.act.choose(
      ways.map(({ stream }) => () => {
        scope.act.returns(stream);
      }),
      ways.map(({ facts }) => facts),
    );
}

/** A way out of a function that is about a socket; `return` and `return fail(error)` give up on one that is only known from around. */
function isTurningAway({ act, frame }: Scope, given: TSESTree.Expression | null): boolean {
  if (act.isOwnFunction || frame.holdsStream()) return true;
  return (given === null || given.type === 'CallExpression') && frame.streamNames().size > 0;
}
