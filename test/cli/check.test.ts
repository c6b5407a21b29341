import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LintResult } from '../../src/cli/lint-result.js';
import { type Bundle, bundle } from '../support/bundle.js';

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

let cli: Bundle;
let root: string;

beforeAll(async () => {
  cli = await bundle('src/cli/main.ts');
});

afterAll(() => {
  cli.dispose();
});

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'closewait-cli-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

function closewait(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: 1 << 26, env: { ...process.env, NO_COLOR: '1' } };
    execFile(process.execPath, [cli.program, ...args], options, (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

async function results(...args: string[]): Promise<LintResult[]> {
  const { out } = await closewait('check', '--format', 'json', ...args);
  return JSON.parse(out) as LintResult[];
}

describe('closewait check', () => {
  it('exits 0 and says nothing when nothing is found', async () => {
    put({ 'a.c': 'int fd;\n' });
    expect(await closewait('check', '.')).toEqual({ status: 0, out: '', err: '' });
  });

  it('exits 1 and shows places with paths from the current folder', async () => {
    put({ 'src/a.c': 'int x;\n  leak_fd();\n', 'src/b.c': 'leak_body(socket)' });
    const { status, out, err } = await closewait('check', 'src');
    expect([status, err]).toEqual([1, '']);
    expect(out).toBe(`
${join('src', 'a.c')}
  2:3  error    When the peer closes, read returns 0 and this goes on; close it.  handle-eof

${join('src', 'b.c')}
  1:1  warning  The unread body keeps the connection; read it.  consume-response

✖ 2 problems (1 error, 1 warning)
  1 problem fixable with the --fix option.
`);
  });

  it('--cache gives the same again, and what changed anew', async () => {
    put({ 'a.c': 'leak_fd();\n', 'b.c': 'int fd;\n' });
    const first = await closewait('check', '--cache', '.');
    expect(await closewait('check', '--cache', '.')).toEqual(first);
    expect(first).toMatchObject({ status: 1, err: '' });
    put({ 'a.c': 'int fd;\n' });
    expect(await closewait('check', '--cache', '.')).toEqual({ status: 0, out: '', err: '' });
  });

  it('--cache says that the file is damaged, goes on without, and mends it', async () => {
    put({ 'a.c': 'leak_fd();\n' });
    const location = ['--cache-location', 'kept'];
    const { out } = await closewait('check', '--cache', ...location, '.');
    const kept = readFileSync(join(root, 'kept'), 'utf8');
    for (const damaged of [kept.slice(0, -3), kept.replace('handle-eof', 'handle-xxx'), '', '{}']) {
      put({ kept: damaged });
      expect(await closewait('check', '--cache', ...location, '.')).toEqual({
        status: 1,
        out,
        err: `closewait: the cache ${join(root, 'kept')} is not used and is made anew: it is damaged.\n`,
      });
    }
    expect(await closewait('check', '--cache', ...location, '.')).toEqual({ status: 1, out, err: '' });
  });

  it('--cache says that the file cannot be written, and finds the same', async () => {
    put({ 'a.c': 'leak_fd();\n' });
    const { status, out } = await closewait('check', '.');
    const kept = await closewait('check', '--cache', '--cache-location', 'none/kept', '.');
    expect(kept).toMatchObject({ status, out });
    expect(kept.err).toMatch(/^closewait: the cache .*kept could not be written: ENOENT.*\.\n$/);
  });

  it('writes ESLint results: 1-based places, the preferred repair as first suggestion', async () => {
    put({ 'a.c': 'int x;\n  leak_fd();\n' });
    const [result] = await results('a.c');
    expect(result).toMatchObject({ filePath: join(root, 'a.c'), errorCount: 1, warningCount: 0 });
    expect(result?.messages).toEqual([
      {
        ruleId: 'handle-eof',
        severity: 2,
        message: 'When the peer closes, read returns 0 and this goes on; close it.',
        line: 2,
        column: 3,
        endLine: 2,
        endColumn: 10,
        suggestions: [
          { desc: 'Close it', fix: { range: [9, 16], text: 'closed_fd' } },
          { desc: 'Keep it', fix: { range: [9, 16], text: 'kept_fd' } },
        ],
      },
    ]);
  });

  it('merges the edits of one repair, and offers as fix only what keeps the behaviour', async () => {
    put({ 'a.c': 'socket = leak_body(y);\n' });
    const [result] = await results('a.c');
    const text = 'read_body(y);\nresume();';
    expect(result?.messages[0]?.fix).toEqual({ range: [9, 22], text });
    expect(result).toMatchObject({ fixableErrorCount: 0, fixableWarningCount: 1 });
  });

  it("feeds ESLint's own formatter", async () => {
    put({ 'a.c': 'leak_fd;\nleak_body;\n' });
    const formatter = await new ESLint({ overrideConfigFile: true }).loadFormatter('stylish');
    const text = await formatter.format((await results('a.c')) as unknown as ESLint.LintResult[]);
    expect(text).toContain('2 problems (1 error, 1 warning)');
    expect(text).toContain('1:1');
  });

  it('gives one result for each file it looked at, in the order of names', async () => {
    put({
      'b.c': '',
      'a/z.ts': '',
      'a.c': '',
      '.gitignore': 'gen',
      'gen/x.c': 'leak_fd',
      'node_modules/x.js': '',
    });
    const paths = (await results('.', 'b.c')).map(({ filePath }) => filePath);
    expect(paths).toEqual(['a/z.ts', 'a.c', 'b.c'].map((name) => join(root, name)));
  });

  it('looks at a named file that .gitignore excludes', async () => {
    put({ '.gitignore': 'gen', 'gen/x.c': 'leak_fd' });
    expect((await results('gen/x.c'))[0]?.errorCount).toBe(1);
  });

  it('obeys disable comments, --off and --strict', async () => {
    put({ 'a.c': '// eslint-disable-next-line handle-eof -- known\nleak_fd;\nleak_body;\nadvice_fd;\n' });
    const rules = async (...args: string[]) =>
      (await results('a.c', ...args))[0]?.messages.map(({ ruleId }) => ruleId);
    expect(await rules()).toEqual(['consume-response']);
    expect(await rules('--strict')).toEqual(['consume-response', 'detect-dead-peer']);
    expect(await rules('--off', 'consume-response')).toEqual([]);
  });

  it('says by --verbose what it could not read', async () => {
    put({ 'a.c': 'huge_socket huge_socket', 'b.c': 'int socket;' });
    expect((await closewait('check', '.')).err).toBe('');
    const { status, err } = await closewait('check', '--verbose', '.');
    expect([status, err]).toEqual([
      0,
      `closewait: ${join(root, 'a.c')}: not read: 2 functions with too many ways to follow.\n`,
    ]);
  });

  it('counts UTF-16 units without the byte order mark', async () => {
    put({ 'a.c': '\uFEFF/* 😀 */ leak_fd' });
    const [message] = (await results('a.c'))[0]?.messages ?? [];
    expect(message).toMatchObject({ line: 1, column: 10 });
    expect(message?.suggestions?.[0]?.fix.range).toEqual([9, 16]);
  });

  it('writes SARIF', async () => {
    put({ 'a.c': 'leak_fd' });
    const { out } = await closewait('check', '--format', 'sarif', 'a.c');
    const log = JSON.parse(out) as { runs: { results: { ruleId: string; level: string }[] }[] };
    expect(log.runs[0]?.results).toMatchObject([{ ruleId: 'handle-eof', level: 'error' }]);
  });
});

describe('closewait check --fix', () => {
  it('makes only the repairs that keep the behaviour', async () => {
    put({ 'a.c': 'leak_fd;\nleak_body;\n' });
    const { status } = await closewait('check', '--fix', 'a.c');
    expect(status).toBe(1);
    expect(readFileSync(join(root, 'a.c'), 'utf8')).toBe('leak_fd;\nread_body;\nresume();\n');
  });

  it('makes every preferred repair when asked, keeps mark and line ends, and reports what is left', async () => {
    put({ 'a.c': '\uFEFFleak_fd;\r\nleak_body;\r\n' });
    const [result] = await results('--fix-suggestions', 'a.c');
    expect(result?.messages).toEqual([]);
    expect(result?.output).toBe('closed_fd;\r\nread_body;\r\nresume();\r\n');
    const written = readFileSync(join(root, 'a.c'), 'utf8');
    expect(written).toBe('\uFEFFclosed_fd;\r\nread_body;\r\nresume();\r\n');
  });

  it('makes an edit that two repairs need once', async () => {
    put({ 'a.c': 'leak_body(leak_body, socket);\n' });
    await closewait('check', '--fix', 'a.c');
    const text = readFileSync(join(root, 'a.c'), 'utf8');
    expect(text).toBe('read_body(read_body, socket);\nresume();\n');
  });

  it('leaves a file without repairs untouched', async () => {
    put({ 'a.c': 'leak_fd;\n' });
    const [result] = await results('--fix', 'a.c');
    expect(result).not.toHaveProperty('output');
  });
});

describe('closewait, when something is wrong', () => {
  const sentence = /^closewait: [^\n]+\.\n$/;

  it.each([
    [['check']],
    [['check', '--frmat', 'json', '.']],
    [['check', '--format', 'yaml', '.']],
    [['check', '--off', 'no-such-rule', '.']],
    [['check', '--node', 'latest', '.']],
    [['check', 'nowhere.c']],
    [['check', 'notes.md']],
    [['chekc', '.']],
    [['constructor']],
    [[]],
  ])('%j: exit 2 with one sentence on stderr and nothing on stdout', async (args) => {
    put({ 'notes.md': '# Notes' });
    const { status, out, err } = await closewait(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(sentence);
  });

  it.each([
    ['binary', 'a.c', 'leak_fd\0\u0001'],
    ['minified', 'm.js', `leak_body;${'socket(1);'.repeat(1000)}`],
    ['larger than 1 MB', 'big.ts', 'socket;\n'.repeat(700_000)],
  ])('says why it leaves out a named file: %s', async (reason, name, text) => {
    put({ [name]: text });
    const { status, out, err } = await closewait('check', name);
    expect([status, out]).toEqual([0, '']);
    expect(err).toContain(reason);
    expect(err).toMatch(sentence);
  });

  it('goes on after a file whose analysis fails, and exits 2', async () => {
    put({ 'a.c': 'crash_socket', 'b.c': 'leak_fd' });
    const { status, out, err } = await closewait('check', '.');
    expect(status).toBe(2);
    expect(out).toContain('b.c');
    expect(err).toMatch(/^closewait: .*a\.c could not be checked: the marker engine was told to fail\.\n$/);
  });

  it('tells its commands, its options and its version', async () => {
    expect((await closewait('--help')).out).toContain('closewait check');
    expect((await closewait('check', '--help')).out).toContain('--fix-suggestions');
    expect((await closewait('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
