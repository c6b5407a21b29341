import type { Parser } from 'web-tree-sitter';
import type { Reach } from '../../lifecycle/descriptor/index.js';
import type { Callee, Graph } from '../../lifecycle/ir.js';
import { languageOf, type LanguageId } from '../../shared/language.js';
import type { Workspace } from '../front-end.js';
import { DefinitionIndex } from './definition-index.js';
import { Headers } from './headers.js';
import type { Macro } from './macros.js';
import type { FunctionEntry } from './outline.js';
import { parseText, type ParsedText } from './parsed.js';
import { FileUnit } from './unit.js';

type Parsers = Partial<Record<'c' | 'cpp', Parser>>;

const MOST_UNITS = 2_000;
const MOST_TREES = 6;

/** The C and C++ files of a workspace as far as they were needed. Everything is kept by the text it was read from. */
export class Project {
  private readonly units = new Map<string, FileUnit>();
  private readonly headers = new Headers();
  private withTree: FileUnit[] = [];
  private readonly index = new DefinitionIndex();
  private readonly homes = new WeakMap<Graph, FileUnit>();

  /** The unit for a text, new or as it was. */
  unit(
    path: string,
    text: string,
    language: LanguageId,
    workspace: Workspace,
    parsers: Parsers,
  ): FileUnit | undefined {
    const cplusplus = language === 'cpp';
    const parser = parsers[cplusplus ? 'cpp' : 'c'];
    if (!parser) return undefined;
    const headers = this.headers.of(path, text, workspace, parser);
    const before = this.units.get(path);
    if (before && isSame(before, text, headers, cplusplus)) return before;
    const reusable = before?.cplusplus === cplusplus ? before : undefined;
    const context = new Map<string, Macro>(headers.flatMap(({ macros }) => [...macros]));
    const parsed = parseText(text, context, parser, reusable?.parsed);
    const unit = new FileUnit(path, cplusplus, parsed, headers, parser, reusable);
    before?.parsed.dispose();
    this.remember(path, unit);
    return unit;
  }

  /** The unit a changed text of the same file would be; nothing of it is kept. */
  trial(unit: FileUnit, text: string, parsers: Parsers): FileUnit | undefined {
    const parser = parsers[unit.cplusplus ? 'cpp' : 'c'];
    if (!parser) return undefined;
    const context = new Map<string, Macro>(unit.headers.flatMap(({ macros }) => [...macros]));
    const parsed = parseText(text, context, parser, unit.parsed, true);
    return new FileUnit(unit.path, unit.cplusplus, parsed, unit.headers, parser, unit);
  }

  /** Trees are large, so only those of the last files are kept, for what is typed next. */
  private remember(path: string, unit: FileUnit): void {
    this.units.delete(path);
    this.units.set(path, unit);
    this.withTree = [unit, ...this.withTree.filter((other) => other.path !== path)];
    for (const { parsed } of this.withTree.splice(MOST_TREES)) parsed.dispose();
    for (const oldest of this.units.keys()) {
      if (this.units.size <= MOST_UNITS) return;
      this.units.delete(oldest);
    }
  }

  /** The graphs of a unit, remembered as its own. */
  graphsOf(unit: FileUnit): Map<string, Graph> {
    const graphs = unit.graphs();
    for (const graph of graphs.values()) this.homes.set(graph, unit);
    return graphs;
  }

  /** The function a call means: in the caller's file first, then in any other file that defines it, if only one does. */
  reach(unit: FileUnit, workspace: Workspace, parsers: Parsers): Reach {
    const foreign = new Map<string, Graph | undefined>();
    const near = (callee: Callee, from: Graph) => callee && this.near(callee, this.homes.get(from) ?? unit);
    const resolve = (callee: Callee, from: Graph) => {
      const own = near(callee, from);
      if (own || !callee || 'graph' in callee) return own;
      const { name, arity } = callee;
      const key = `${name}/${arity}`;
      if (!foreign.has(key)) foreign.set(key, this.elsewhere(name, arity, unit, workspace, parsers));
      return foreign.get(key);
    };
    return { resolve, near, may: () => true };
  }

  private near(callee: NonNullable<Callee>, home: FileUnit): Graph | undefined {
    return this.at(home, 'graph' in callee ? home.byId(callee.graph) : home.find(callee.name, callee.arity));
  }

  private at(home: FileUnit, graph: Graph | undefined): Graph | undefined {
    if (graph) this.homes.set(graph, home);
    return graph;
  }

  private elsewhere(
    name: string,
    arity: number,
    unit: FileUnit,
    workspace: Workspace,
    parsers: Parsers,
  ): Graph | undefined {
    const siblings = workspace.siblings?.(unit.path) ?? [];
    const found: Graph[] = [];
    for (const path of this.index.candidates(name, siblings, workspace)) {
      const other = path === unit.path ? undefined : this.load(path, unit, workspace, parsers);
      const entry = other?.declarations.named(name).find((one) => isMeant(one, arity));
      const graph = entry && other?.graph(entry);
      if (other && graph) found.push(this.at(other, graph) ?? graph);
      if (found.length > 1) return undefined;
    }
    return found[0];
  }

  private load(path: string, asked: FileUnit, workspace: Workspace, parsers: Parsers): FileUnit | undefined {
    const text = workspace.read(path);
    const named = languageOf(path);
    const isHeader = path.endsWith('.h') || named === undefined;
    const language = isHeader ? (asked.cplusplus ? 'cpp' : 'c') : named;
    return text === undefined ? undefined : this.unit(path, text, language, workspace, parsers);
  }
}

function isSame(unit: FileUnit, text: string, headers: readonly ParsedText[], cplusplus: boolean): boolean {
  return (
    unit.parsed.text === text &&
    unit.cplusplus === cplusplus &&
    unit.headers.length === headers.length &&
    unit.headers.every((header, i) => header === headers[i])
  );
}

/** A function of another file is meant when it is not static there. */
function isMeant(entry: FunctionEntry, arity: number): boolean {
  return entry.params.length === arity && (!entry.isStatic || entry.owner !== undefined);
}
