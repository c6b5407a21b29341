import { describe, expect, it } from 'vitest';
import type { Analyze, Source, Workspace } from '../../src/analysis/analyze.js';
import { withRepairs } from '../../src/analysis/lazy-repairs.js';
import { ResultCache } from '../../src/analysis/result-cache.js';

const SIBLINGS = ['/p/a.c', '/p/b.c'];

/** A disk, and an analysis of it that finds the texts it was given and reads some more. */
class Project {
  readonly analysed: string[] = [];
  writes = 0;
  asks: readonly string[] = [];

  constructor(readonly texts: Map<string, string>) {}

  readonly analyze: Analyze = ({ path, text }, workspace) => {
    this.analysed.push(path);
    const read = this.asks.map((other) => workspace.read(other) ?? 'nothing').join();
    const found = {
      rule: 'handle-eof',
      severity: 'error',
      span: { start: 0, end: 1 },
      evidence: [],
    } as const;
    return Promise.resolve({ findings: [withRepairs({ ...found, message: `${text} ${read}` }, () => [])] });
  };

  readonly workspace: Workspace = {
    read: (path) => this.texts.get(path),
    siblings: () => SIBLINGS,
    revision: () => this.writes,
  };

  put(path: string, text: string): void {
    this.texts.set(path, text);
    this.writes++;
  }

  source(path: string): Source {
    const language = path.endsWith('.c') ? 'c' : 'javascript';
    return { path, language, text: this.texts.get(path) ?? '' };
  }
}

/** Analyses files again and again with one cache: which of them, and what was found. */
function cached(project: Project, cache = new ResultCache()) {
  const analyze = cache.over(project.analyze);
  return async (path: string, options = {}): Promise<{ anew: boolean; message: string | undefined }> => {
    const before = project.analysed.length;
    const { findings } = await analyze(project.source(path), project.workspace, options);
    return { anew: project.analysed.length > before, message: findings[0]?.message };
  };
}

describe('results of earlier runs', () => {
  it('are used again while nothing changed, repairs and all', async () => {
    const project = new Project(new Map([['/p/m.js', 'one']]));
    const cache = new ResultCache();
    const run = cached(project, cache);
    await run('/p/m.js');
    expect(await run('/p/m.js')).toEqual({ anew: false, message: 'one ' });
    expect(JSON.parse(JSON.stringify([...cache.all.values()][0]?.result))).toMatchObject({
      findings: [{ message: 'one ', repairs: [] }],
    });
  });

  it('are not used for another text or other options', async () => {
    const project = new Project(new Map([['/p/m.js', 'one']]));
    const run = cached(project);
    await run('/p/m.js');
    expect(await run('/p/m.js', { strict: true })).toMatchObject({ anew: true });
    project.put('/p/m.js', 'two');
    expect(await run('/p/m.js', { strict: true })).toEqual({ anew: true, message: 'two ' });
  });

  it('are not used once something they were made of changed, came or went', async () => {
    const project = new Project(
      new Map([
        ['/p/m.js', 'one'],
        ['/p/lib.js', 'x'],
      ]),
    );
    project.asks = ['/p/lib.js', '/p/new.js'];
    const run = cached(project);
    expect(await run('/p/m.js')).toMatchObject({ message: 'one x,nothing' });
    project.put('/p/other.js', 'nobody asked for it');
    expect(await run('/p/m.js')).toMatchObject({ anew: false });
    project.put('/p/lib.js', 'y');
    expect(await run('/p/m.js')).toMatchObject({ anew: true, message: 'one y,nothing' });
    project.put('/p/new.js', 'z');
    expect(await run('/p/m.js')).toMatchObject({ anew: true, message: 'one y,z' });
  });

  it('of C depend on every file of the project, and on what any of them reads outside', async () => {
    const project = new Project(
      new Map([
        ['/p/a.c', 'a'],
        ['/p/b.c', 'b'],
        ['/out.h', 'h'],
      ]),
    );
    const run = cached(project);
    project.asks = ['/out.h'];
    await run('/p/a.c');
    // What the first one read is remembered by the analysis and not read again.
    project.asks = [];
    await run('/p/b.c');
    expect(await run('/p/b.c')).toMatchObject({ anew: false });
    project.put('/out.h', 'other');
    expect(await run('/p/b.c')).toMatchObject({ anew: true });
    project.put('/p/a.c', 'changed');
    expect(await run('/p/b.c')).toMatchObject({ anew: true });
  });
});
