import type { Parser } from 'web-tree-sitter';
import { findDescriptorLeaks } from '../../lifecycle/descriptor/index.js';
import type { Module } from '../../lifecycle/ir.js';
import type { Leak } from '../../lifecycle/leak.js';
import { languageOf } from '../../shared/language.js';
import type { FrontEnd, Source, Unit, Workspace } from '../front-end.js';
import { parserFor } from './grammar.js';
import { Project } from './project.js';

const project = new Project();

/** C and C++: tree-sitter, one graph per function, no build and no headers needed. */
export const cFrontEnd: FrontEnd = {
  async read(source, workspace): Promise<Unit> {
    const parsers = await parsersFor(source, workspace);
    const leaks = leaksOf(source, workspace, parsers);
    return { leaks, repairs: () => [] };
  },
};

type Parsers = Partial<Record<'c' | 'cpp', Parser>>;

function leaksOf({ path, text, language }: Source, workspace: Workspace, parsers: Parsers): readonly Leak[] {
  const unit = project.unit(path, text, language, workspace, parsers);
  if (!unit) return [];
  const module: Module = { path, graphs: project.graphsOf(unit) };
  return findDescriptorLeaks(module, project.resolver(unit, workspace, parsers));
}

/** The other language's parser too when a callee may be written in it. */
async function parsersFor(source: Source, workspace: Workspace): Promise<Parsers> {
  const own = source.language === 'cpp' ? 'cpp' : 'c';
  const other = own === 'cpp' ? 'c' : 'cpp';
  const mixed = workspace
    .siblings?.(source.path)
    .some((path) => !path.endsWith('.h') && languageOf(path) === other);
  const parser = await parserFor(own);
  return mixed ? { [own]: parser, [other]: await parserFor(other) } : { [own]: parser };
}
