import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { transformSync, type Loader, type TransformOptions } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { hasHelpers } from '../../src/frontends/javascript/compiled/helper-names.js';
import { languageOf } from '../../src/shared/language.js';
import { programs, type Program } from './corpus/program.js';
import { reportsOn } from './corpus/reports.js';

type Compile = (text: string, path: string) => string;

function esbuild(options: TransformOptions): Compile {
  return (text, path) => {
    const loader = /[jt]sx?$/.exec(path)?.[0] as Loader;
    return transformSync(text, { loader, ...options }).code;
  };
}

function tsc(target: string): Compile {
  const { options } = ts.convertCompilerOptionsFromJson(
    { target, module: 'commonjs', esModuleInterop: true, allowJs: true, downlevelIteration: true },
    '',
  );
  return (text, path) => {
    const fileName = basename(path).replace(/\.[cm]([jt]s)$/, '.$1');
    return ts.transpileModule(text, { fileName, compilerOptions: options }).outputText;
  };
}

/** What nobody reads of compiled code: decorators and `using`, written out; an `import()` that waits for another promise. */
const UNREAD = ['decorated-1', 'lease-scope-1', 'scoped-using-1', 'lazy-import-1'];

/** Compilers, and the leaking programs that stay unseen in what they make. */
const COMPILERS: readonly [name: string, compile: Compile, unseen: readonly string[]][] = [
  ['esbuild, CommonJS', esbuild({ format: 'cjs' }), []],
  ['esbuild, minified', esbuild({ minify: true }), []],
  ['esbuild, ES2015', esbuild({ target: 'es2015' }), UNREAD.slice(0, 3)],
  ['TypeScript, ES2015', tsc('es2015'), UNREAD],
  ['TypeScript, ES2020', tsc('es2020'), UNREAD],
];

/** Its state machines are not read. */
const ES5 = tsc('es5');

/** Of one file, and not compiled before. */
const isAlone = ({ id, files }: Program): boolean =>
  id.startsWith('node') &&
  files.filter((path) => languageOf(path)).length === 1 &&
  !hasHelpers(readFileSync(files[0] ?? '', 'utf8'));

const ALONE = programs().filter(isAlone);

/** Whether anything is reported on a program's only file; undefined where it cannot be compiled. */
async function isTold({ files }: Program, compile: Compile): Promise<boolean | undefined> {
  const [path = ''] = files;
  let text: string;
  try {
    text = compile(readFileSync(path, 'utf8'), path);
  } catch {
    return undefined; // A top-level await has no CommonJS form.
  }
  const reports = await reportsOn(new Map([[path.replace(/\.[cm]?[jt]sx?$/, '.js'), text]]));
  return reports.length > 0;
}

const nameOf = ({ id }: Program): string => basename(id).replace(/\.[cm]?[jt]sx?$/, '');

async function told(leaking: boolean, compile: Compile, outcome: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const program of ALONE)
    if (program.label.leaks === leaking && (await isTold(program, compile)) === outcome)
      found.push(nameOf(program));
  return found;
}

describe.each(COMPILERS)('compiled by %s', (_name, compile, unseen) => {
  it('what closes its sockets is silent', async () => {
    expect(await told(false, compile, true)).toEqual([]);
  });

  it('what leaks is told', async () => {
    const lost = await told(true, compile, false);
    expect(lost.filter((name) => !unseen.includes(name))).toEqual([]);
  });
});

describe('compiled by TypeScript, ES5', () => {
  it('what closes its sockets is silent', async () => {
    expect(await told(false, ES5, true)).toEqual([]);
  });
});
