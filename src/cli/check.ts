import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { analyze, type Options } from '../analysis/analyze.js';
import { isRuleId, RULE_IDS, type RuleId } from '../shared/rule-id.js';
import { nodeVersionFrom } from '../shared/settings.js';
import { gapsText } from '../shared/gaps.js';
import { SKIP_SENTENCES } from '../shared/skip.js';
import { openCache } from './cache-file.js';
import { type Command, CommandError, EXIT, type ExitCode, type Terminal } from './command.js';
import { FileChecker, type Repairing } from './file-checker.js';
import type { FileReport } from './file-report.js';
import { json } from './json.js';
import { sarif } from './sarif.js';
import { stylish } from './stylish.js';
import { foldersOf, targetsOf, type Target } from './targets.js';

type Format = (reports: readonly FileReport[], terminal: Terminal) => string;

const FORMATS = { stylish, json, sarif } satisfies Record<string, Format>;

export const check: Command = {
  usage: 'check [--format stylish|json|sarif] [--fix] [--strict] [--verbose] PATH…',
  summary: 'Reports the sockets that files, or the source files of folders, leave open.',
  options: `  --format FORMAT     stylish (default), json (as ESLint writes it) or sarif
  --fix               make the repairs that do not change what the program does for living peers
  --fix-suggestions   make every preferred repair; review the changes
  --strict            advice too: connections whose dead peer would never be noticed
  --verbose           say which parts of files could not be read
  --off RULE          leave out a rule; may be given several times
  --node VERSION      a Node.js version that counts, such as 24; may be given several times
  --cache             use the results of the last run where nothing changed that they were made of
  --cache-location FILE
                      where they are kept; .closewaitcache in the current folder by default

Folders are walked without node_modules and what .gitignore excludes.
Exit status: 0 nothing found, 1 something found, 2 wrong usage or a file that could not be read or written.`,
  run,
};

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parse(args);
  const format = formatFrom(values.format);
  const targets = targetsOf(positionals, terminal.cwd);
  const roots = foldersOf(positionals, terminal.cwd);
  const options = optionsFrom(values);
  const repairing: Repairing = values['fix-suggestions'] ? 'preferred' : values.fix ? 'safe' : 'none';
  const cache = values.cache
    ? openCache(resolve(terminal.cwd, values['cache-location']), terminal)
    : undefined;
  const checker = new FileChecker(cache?.over(analyze) ?? analyze, options, repairing, roots);
  const reports: FileReport[] = [];
  for (const target of targets) reports.push(await checker.check(target.path));
  cache?.write();
  terminal.out(format(reports, terminal));
  terminal.err(leftOut(reports, targets));
  if (values.verbose) terminal.err(unread(reports));
  return exitCode(reports);
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string', short: 'f', default: 'stylish' },
      fix: { type: 'boolean', default: false },
      'fix-suggestions': { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      off: { type: 'string', multiple: true, default: [] },
      node: { type: 'string', multiple: true, default: [] },
      cache: { type: 'boolean', default: false },
      'cache-location': { type: 'string', default: '.closewaitcache' },
    },
  });
}

type Values = ReturnType<typeof parse>['values'];

function formatFrom(name: string): Format {
  if (name === 'stylish' || name === 'json' || name === 'sarif') return FORMATS[name];
  throw new CommandError(`there is no format "${name}"; choose stylish, json or sarif.`);
}

function optionsFrom({ off, strict, node }: Values): Options {
  const versions = node.length === 0 ? {} : { nodeVersions: node.map(versionFrom) };
  return { off: new Set(off.map(ruleFrom)), strict, ...versions };
}

function ruleFrom(name: string): RuleId {
  const rule = name.replace(/^closewait\//, '');
  if (isRuleId(rule)) return rule;
  throw new CommandError(`there is no rule "${name}"; the rules are ${RULE_IDS.join(', ')}.`);
}

function versionFrom(value: string): string {
  const version = nodeVersionFrom(value);
  if (version !== undefined) return version;
  throw new CommandError(`"${value}" is no version of Node.js; give one such as 24 or 22.12.`);
}

/** Why files gave nothing: all that failed, and of those left out on purpose the ones the user named. */
function leftOut(reports: readonly FileReport[], targets: readonly Target[]): string {
  const named = new Set(targets.filter((target) => target.named).map((target) => target.path));
  return reports
    .flatMap(({ path, failure, skipped }) => {
      if (failure !== undefined) return [`closewait: ${failure}\n`];
      return skipped && named.has(path) ? [`closewait: ${path}: ${SKIP_SENTENCES[skipped]}\n`] : [];
    })
    .join('');
}

/** What of the files was not read: nothing is claimed about it. */
function unread(reports: readonly FileReport[]): string {
  return reports
    .flatMap(({ path, gaps }) => {
      const text = gaps && gapsText(gaps);
      return text === undefined ? [] : [`closewait: ${path}: ${text}.\n`];
    })
    .join('');
}

function exitCode(reports: readonly FileReport[]): ExitCode {
  if (reports.some(({ failure }) => failure !== undefined)) return EXIT.trouble;
  return reports.some(({ findings }) => findings.length > 0) ? EXIT.findings : EXIT.clean;
}
