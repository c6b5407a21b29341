import { beforeAll, describe, expect, it } from 'vitest';
import type { Parser } from 'web-tree-sitter';
import { analyze } from '../../../src/analysis/analyze.js';
import { parserFor } from '../../../src/frontends/c/grammar.js';
import { Project } from '../../../src/frontends/c/project.js';
import type { FileUnit } from '../../../src/frontends/c/unit.js';
import { server } from './analysed.js';

const NOWHERE = { read: () => undefined };
const PATH = '/project/program.c';
const BEFORE = server('read(fd, buf, 9);\nclose(fd);', 'static int other(int s) { return close(s); }');

const LEAKING = `static int take(int l) { return accept(l, 0, 0); }
static int look(int fd) { char c; return read(fd, &c, 1); }
int serve(int l) {
  for (;;) {
    int fd = take(l);
    if (fd < 0) continue;
    if (look(fd) <= 0) continue;
    close(fd);
  }
}
`;
/** What is typed behind which text: in bodies, between functions, and so that a callee means something else. */
const KEYS: readonly (readonly [string, string])[] = [
  ['char c;', ' '],
  ['close(fd);', '\n    fd = -1;'],
  ['&c, 1); }', '\n/* a comment */'],
  ['0, 0); }', '\nstatic int counter;'],
  ['char c;', ' if (counter) { close(fd); return 0; }'],
  ['<= 0) ', '{ close(fd); '],
  ['continue;\n    close', '}'],
  ['return accept(l, 0, 0);', ' }'],
];

describe('typing in a file', () => {
  let parsers: { c: Parser };
  beforeAll(async () => {
    parsers = { c: await parserFor('c') };
  });

  function unit(project: Project, text: string): FileUnit {
    const found = project.unit(PATH, text, 'c', NOWHERE, parsers);
    if (!found) throw new Error('no unit');
    return found;
  }

  function graphOf(file: FileUnit, name: string): unknown {
    const entry = file.find(name, 1);
    if (!entry) throw new Error(`no function ${name}`);
    return file.graph(entry);
  }

  function graphs(project: Project, text: string): unknown[] {
    return unit(project, text).placedGraphs();
  }

  it.each([
    ['a line before', `/* a comment */\n${BEFORE}`],
    ['a line inside', BEFORE.replace('close(fd);', 'write(fd, buf, 1);\n        close(fd);')],
    ['a line behind', `${BEFORE}int more(void) { return 0; }\n`],
    ['half a statement', BEFORE.replace('close(fd);', 'clo')],
    ['a declaration', `static int counter;\n${BEFORE}`],
    ['everything', 'int nothing;\n'],
  ])('gives the same as reading it anew: %s', (_, after) => {
    const project = new Project();
    graphs(project, BEFORE);
    expect(graphs(project, after)).toEqual(graphs(new Project(), after));
  });

  it('lowers only the function that changed', () => {
    const project = new Project();
    const before = graphOf(unit(project, BEFORE), 'other');
    const after = unit(project, BEFORE.replace('close(fd);', 'close(fd); read(1, buf, 9);'));
    expect(graphOf(after, 'other')).toBe(before);
  });

  it('gives the same unit for the same text', () => {
    const project = new Project();
    expect(unit(project, BEFORE)).toBe(unit(project, BEFORE));
  });

  it('finds the same as reading it anew, key by key', async () => {
    const path = '/typed/keys.c';
    let text = LEAKING;
    for (const [after, typed] of KEYS) {
      text = text.replace(after, after + typed);
      const anew = await analyze({ path: `/typed/${text.length}.c`, language: 'c', text }, NOWHERE);
      const now = await analyze({ path, language: 'c', text }, NOWHERE);
      expect(now.findings).toEqual(anew.findings);
    }
  });
});
