import type { Parser } from 'web-tree-sitter';
import { findDescriptorLeaks } from '../../lifecycle/descriptor/index.js';
import type { Graph, Module, Op } from '../../lifecycle/ir.js';
import type { Leak } from '../../lifecycle/leak.js';
import type { Repair } from '../../shared/finding.js';
import { languageOf, type LanguageId } from '../../shared/language.js';
import type { FrontEnd, Source, Unit, Workspace } from '../front-end.js';
import { deadPeerAdvice } from './dead-peer.js';
import { directives } from './directives.js';
import { parserFor } from './grammar.js';
import { inPlaces } from './leak-places.js';
import { openingsOf } from './openings.js';
import { Project } from './project.js';
import { consumesIn, repairsFor, type Analysed, type Trial } from './repairs/index.js';
import { deadPeerRepairs } from './repairs/keepalive.js';
import { Searches } from './searches.js';
import type { FileUnit } from './unit.js';

const project = new Project();
const searches = new Searches();

/** C and C++: tree-sitter, one graph per function, no build and no headers needed. */
export const cFrontEnd: FrontEnd = {
  async read(source, workspace, { strict }): Promise<Unit> {
    const parsers = await parsersFor(source, workspace);
    const { path, text, language } = source;
    const unit = project.isWorthReading(path, text, workspace, parsers)
      ? project.unit(path, text, language, workspace, parsers)
      : undefined;
    if (!unit) return { leaks: [], repairs: () => [] };
    const now = analysed(unit, workspace, parsers);
    const trial: Trial = (changed, scope) => {
      const other = changed === text ? unit : project.trial(unit, changed, parsers);
      return other && analysed(other, workspace, parsers, scope);
    };
    const repairs = (leak: Leak): Repair[] => {
      if (leak.rule === 'detect-dead-peer') return deadPeerRepairs(leak, unit);
      return repairsFor(leak, now, trial);
    };
    return {
      leaks: strict ? [...now.leaks, ...deadPeerAdvice(unit)] : now.leaks,
      repairs,
      openings: () => openingsOf(unit, unit.placedGraphs()),
    };
  },
};

type Parsers = Partial<Record<'c' | 'cpp', Parser>>;

function analysed(
  unit: FileUnit,
  workspace: Workspace,
  parsers: Parsers,
  scope?: ReadonlySet<string>,
): Analysed {
  const reach = project.reach(unit, workspace, parsers);
  const found = scope
    ? findDescriptorLeaks(moduleOf(unit, scope), reach)
    : searches.leaks(unit, () => moduleOf(unit, undefined), reach, project.revisionFor(unit.path));
  const leaks = found.flatMap((leak) => inPlaces(leak, (address) => reach.placeOf(address)));
  return { unit, leaks, consumes: consumesIn((op, from) => reach.resolve(op.callee, from)) };
}

/** The other language's parser too when a callee may be written in it. */
async function parsersFor(source: Source, workspace: Workspace): Promise<Parsers> {
  const own = source.language === 'cpp' ? 'cpp' : 'c';
  const other = own === 'cpp' ? 'c' : 'cpp';
  const parser = await parserFor(own);
  const around = languagesOf(workspace.siblings?.(source.path) ?? []);
  return around.has(other) ? { [own]: parser, [other]: await parserFor(other) } : { [own]: parser };
}

const languages = new WeakMap<readonly string[], ReadonlySet<LanguageId | undefined>>();

/** The languages of a project's sources; its headers may be of either. */
function languagesOf(paths: readonly string[]): ReadonlySet<LanguageId | undefined> {
  const known = languages.get(paths) ?? new Set(paths.filter((path) => !path.endsWith('.h')).map(languageOf));
  languages.set(paths, known);
  return known;
}

const OWN_INCLUDE = /[ \t]*include[ \t]*"/y;

/** A file that includes no header of its project, and gets no records from callers elsewhere, shares its own with nobody. */
function moduleOf(unit: FileUnit, scope: ReadonlySet<string> | undefined): Module {
  const all = project.graphsOf(unit);
  const alone = directives(unit.parsed.plain.text, OWN_INCLUDE).next().done === true;
  const selfContained = alone && !getsRecords(unit, [...all.values()]);
  const graphs = scope ? new Map([...all].filter(([id]) => scope.has(id))) : all;
  return { path: unit.path, graphs, selfContained };
}

/** A function nobody here calls is given a record of this file: whoever calls it knows it too. A program's own are for its `main`. */
function getsRecords(unit: FileUnit, graphs: readonly Graph[]): boolean {
  if (graphs.some(({ name }) => name === 'main')) return false;
  const called = new Set(
    graphs.flatMap(({ blocks }) => blocks.flatMap(({ ops }) => ops.flatMap((op) => calleeIn(op)))),
  );
  return graphs.some(
    ({ id, params, types }) =>
      !called.has(id) && params.some((param) => unit.declarations.record(types?.get(param)) !== undefined),
  );
}

function calleeIn(op: Op): string[] {
  return op.op === 'call' && op.callee && 'graph' in op.callee ? [op.callee.graph] : [];
}
