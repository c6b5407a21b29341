import { analyze } from '../../../src/analysis/analyze.js';
import type { Finding } from '../../../src/shared/finding.js';
import type { LanguageId } from '../../../src/shared/language.js';
import { applyEdits } from '../../../src/shared/span.js';

const EXTENSION: Readonly<Partial<Record<LanguageId, string>>> = { c: 'c', cpp: 'cpp' };

/** Analyses a text that stands alone, or among other files given by name. */
export async function findings(
  text: string,
  language: LanguageId = 'c',
  others: Readonly<Record<string, string>> = {},
): Promise<readonly Finding[]> {
  const path = `/project/program.${EXTENSION[language] ?? 'c'}`;
  const files = new Map(Object.entries(others).map(([name, body]) => [`/project/${name}`, body]));
  const workspace = { read: (other: string) => files.get(other), siblings: () => [...files.keys()] };
  return (await analyze({ path, text, language }, workspace)).findings;
}

/** The lines findings stand on, 1-based, each once. */
export function linesOf(text: string, found: readonly Finding[]): number[] {
  return [...new Set(found.map(({ span }) => text.slice(0, span.start).split('\n').length))];
}

/** The text after the preferred repair of the first finding that has one. */
export async function repaired(text: string, language: LanguageId = 'c'): Promise<string> {
  for (const { repairs } of await findings(text, language)) {
    const repair = repairs.find(({ preferred }) => preferred);
    if (repair) return applyEdits(text, repair.edits);
  }
  return text;
}

/** An iterative server around the body that treats one accepted `fd`; its first line is line 10. */
export function server(body: string, before = ''): string {
  const head = [
    '#include <errno.h>',
    '#include <stdlib.h>',
    '#include <unistd.h>',
    '#include <sys/socket.h>',
  ];
  const helpers = before.trim() === '' ? [] : before.trim().split('\n');
  return [
    ...head,
    ...helpers,
    'int serve(int listener)',
    '{',
    '    for (;;) {',
    '        int fd = accept(listener, NULL, NULL);',
    '        char buf[64];',
    '        if (fd < 0) continue;',
    ...body
      .trim()
      .split('\n')
      .map((line) => `        ${line}`),
    '    }',
    '}',
    '',
  ].join('\n');
}
