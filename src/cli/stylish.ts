import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { Terminal } from './command.js';
import type { FileReport } from './file-report.js';
import { type LintMessage, lintResult, type LintResult } from './lint-result.js';

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** For people: a block for each file with findings, paths from the current folder, and the count. */
export function stylish(reports: readonly FileReport[], { cwd, colour }: Terminal): string {
  const paint: Paint = colour ? (style, text) => styleText(style, text) : (_style, text) => text;
  const results = reports.map(lintResult).filter(({ messages }) => messages.length > 0);
  if (results.length === 0) return '';
  return `\n${results.map((result) => block(result, cwd, paint)).join('\n\n')}\n\n${total(results, paint)}\n`;
}

function block({ filePath, messages }: LintResult, cwd: string, paint: Paint): string {
  const places = messages.map(({ line, column }) => `${line}:${column}`);
  const width = Math.max(...places.map((place) => place.length));
  const lines = messages.map((message, i) => row(message, (places[i] ?? '').padStart(width), paint));
  return [paint('underline', relative(cwd, filePath) || filePath), ...lines].join('\n');
}

function row({ severity, message, ruleId }: LintMessage, place: string, paint: Paint): string {
  const word = severity === 2 ? paint('red', 'error  ') : paint('yellow', 'warning');
  return `  ${paint('dim', place)}  ${word}  ${message}  ${paint('dim', ruleId)}`;
}

function total(results: readonly LintResult[], paint: Paint): string {
  const errors = sum(results.map(({ errorCount }) => errorCount));
  const warnings = sum(results.map(({ warningCount }) => warningCount));
  const fixable = sum(results.map((result) => result.fixableErrorCount + result.fixableWarningCount));
  const words = `✖ ${count(errors + warnings, 'problem')} (${count(errors, 'error')}, ${count(warnings, 'warning')})`;
  const hint = fixable === 0 ? '' : `\n  ${count(fixable, 'problem')} fixable with the --fix option.`;
  return paint(['bold', errors > 0 ? 'red' : 'yellow'], words) + hint;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
