import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CFiles } from '../../src/analysis/c-files.js';
import { Disk } from '../../src/analysis/disk.js';
import { sourceFiles, type WalkBounds } from '../../src/analysis/walk.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'closewait-walk-'));
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

function walked(below = '.', bounds: WalkBounds = {}): string[] {
  return [...sourceFiles(join(root, below), bounds)].map((path) => relative(root, path));
}

describe('walking a project', () => {
  it('finds source files in the order of names, without node_modules and version control', () => {
    put({
      'b.c': '',
      'a/x.ts': '',
      'a/readme.md': '',
      'node_modules/m/i.js': '',
      '.git/hook.js': '',
      'Z.cpp': '',
    });
    expect(walked()).toEqual(['Z.cpp', join('a', 'x.ts'), 'b.c']);
  });

  it('obeys nested .gitignore files, the nearest first', () => {
    put({
      '.gitignore': 'dist/\n*.gen.ts\n',
      'dist/o.js': '',
      'a/b.gen.ts': '',
      'keep/.gitignore': '!*.gen.ts\n/local.js\n',
      'keep/b.gen.ts': '',
      'keep/local.js': '',
      'keep/sub/local.js': '',
    });
    expect(walked()).toEqual([join('keep', 'b.gen.ts'), join('keep', 'sub', 'local.js')]);
  });

  it('obeys the .gitignore files above, up to the root of the repository', () => {
    put({ '.git/HEAD': '', '.gitignore': 'gen/\n', 'lib/gen/a.c': '', 'lib/b.c': '' });
    expect(walked('lib')).toEqual([join('lib', 'b.c')]);
  });

  it('does not follow symbolic links, so a loop ends', () => {
    put({ 'a/x.c': '' });
    symlinkSync(root, join(root, 'a', 'loop'));
    expect(walked()).toEqual([join('a', 'x.c')]);
  });

  it('keeps its bounds', () => {
    put({ 'a.c': '', 'b.c': '', 'd/c.c': '' });
    expect(walked('.', { files: 2 })).toEqual(['a.c', 'b.c']);
    expect(walked('.', { folders: 1 })).toEqual(['a.c', 'b.c']);
  });

  it('gives nothing for a folder that is not there', () => {
    expect(walked('nowhere')).toEqual([]);
  });

  it('lists C files once until told that some came or went', () => {
    put({ 'a.c': '', 'b.ts': '' });
    const files = new CFiles();
    expect(files.around(join(root, 'a.c'), [root])).toEqual([join(root, 'a.c')]);
    put({ 'c.h': '' });
    expect(files.around(join(root, 'a.c'), [root])).toHaveLength(1);
    files.forget();
    expect(files.around(join(root, 'a.c'), [root])).toHaveLength(2);
  });

  it('takes the innermost root, else the repository, else the one folder for the project of a file', () => {
    put({ 'a.c': '', 'lib/b.c': '', 'lib/deep/c.c': '' });
    const around = (name: string, roots: readonly string[] = []) =>
      new CFiles().around(join(root, name), roots).map((path) => relative(root, path));
    expect(around('lib/b.c')).toEqual([join('lib', 'b.c')]);
    expect(around('lib/b.c', [root, join(root, 'lib')])).toHaveLength(2);
    expect(around('lib/b.c', [join(root, 'li')])).toHaveLength(1);
    put({ '.git/HEAD': '' });
    expect(around('lib/b.c')).toHaveLength(3);
  });
});

describe('texts on disk', () => {
  it('reads without the byte order mark, nothing for binary data or a missing file', () => {
    put({ 'a.c': '\uFEFFint a;', 'b.c': 'x\0y' });
    const disk = new Disk(0);
    expect(disk.read(join(root, 'a.c'))).toBe('int a;');
    expect(disk.read(join(root, 'b.c'))).toBeUndefined();
    expect(disk.read(join(root, 'c.c'))).toBeUndefined();
    expect(disk.read(join(root, 'a.c', 'd.c'))).toBeUndefined();
    expect(disk.read(root)).toBeUndefined();
  });

  it('sees a change of a file', () => {
    put({ 'a.c': 'one' });
    const disk = new Disk(0);
    expect(disk.read(join(root, 'a.c'))).toBe('one');
    put({ 'a.c': 'two' });
    utimesSync(join(root, 'a.c'), 1, 1);
    expect(disk.read(join(root, 'a.c'))).toBe('two');
  });

  it('trusts what it knows until told otherwise', () => {
    put({ 'a.c': 'one' });
    const disk = new Disk(Infinity);
    disk.read(join(root, 'a.c'));
    put({ 'a.c': 'three' });
    expect(disk.read(join(root, 'a.c'))).toBe('one');
    disk.forget(join(root, 'a.c'));
    expect(disk.read(join(root, 'a.c'))).toBe('three');
  });
});
