import type { Parser } from 'web-tree-sitter';
import { handingOut } from '../../lifecycle/descriptor/index.js';
import type { Graph } from '../../lifecycle/ir.js';
import { languageOf, type LanguageId } from '../../shared/language.js';
import type { Span } from '../../shared/span.js';
import type { Workspace } from '../front-end.js';
import { DefinitionIndex } from './definition-index.js';
import { FileReach } from './file-reach.js';
import { Headers } from './headers.js';
import { Hearsay } from './hearsay.js';
import type { Macro } from './macros.js';
import type { InFile } from './leak-places.js';
import { Makers, type Reading } from './makers.js';
import { ParsedText } from './parsed.js';
import { FileUnit } from './unit.js';

type Parsers = Partial<Record<'c' | 'cpp', Parser>>;

const MOST_UNITS = 2_000;

/** The C and C++ files of a workspace as far as they were needed. Everything is kept by the text it was read from. */
export class Project {
  private readonly units = new Map<string, FileUnit>();
  private readonly headers = new Headers();
  private readonly index = new DefinitionIndex();
  private readonly hearsay = new Hearsay(this.index);
  private readonly makers = new Makers(this.index);
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
    const parsed = new ParsedText(text, context, parser, reusable?.parsed);
    const unit = new FileUnit(path, cplusplus, parsed, headers, parser, reusable);
    this.remember(path, unit);
    return unit;
  }

  /** The unit a changed text of the same file would be; nothing of it is kept. */
  trial(unit: FileUnit, text: string, parsers: Parsers): FileUnit | undefined {
    const parser = parsers[unit.cplusplus ? 'cpp' : 'c'];
    if (!parser) return undefined;
    const context = new Map<string, Macro>(unit.headers.flatMap(({ macros }) => [...macros]));
    const parsed = new ParsedText(text, context, parser, unit.parsed);
    return new FileUnit(unit.path, unit.cplusplus, parsed, unit.headers, parser, unit);
  }

  private remember(path: string, unit: FileUnit): void {
    this.units.delete(path);
    this.units.set(path, unit);
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

  /** Changes whenever a file has changed that this one may ask for. */
  revisionFor(path: string): number {
    return this.index.revisionFor(path);
  }

  /** Whether a file can hold a socket at all, as far as its text and what is known of the project tell. */
  isWorthReading(path: string, text: string, workspace: Workspace, parsers: Parsers): boolean {
    const siblings = workspace.siblings?.(path) ?? [];
    this.index.refresh(siblings, workspace, path);
    this.makers.update(this.reading(workspace, parsers));
    const isOutside = (header: string) => !this.index.has(header) && workspace.read(header) !== undefined;
    return this.makers.areMentioned(text) || this.headers.included(path, text).some(isOutside);
  }

  /** How the calls of a file find their functions. */
  reach(unit: FileUnit, workspace: Workspace, parsers: Parsers): FileReach {
    this.index.refresh(workspace.siblings?.(unit.path) ?? [], workspace, unit.path);
    return this.reachOf(unit, workspace, parsers);
  }

  private reachOf(unit: FileUnit, workspace: Workspace, parsers: Parsers): FileReach {
    const { index, hearsay, makers } = this;
    return new FileReach(unit, {
      index,
      hearsay,
      makers,
      homeOf: (graph) => this.homes.get(graph),
      graphOf: (entry, home) => this.at(home, home.graph(entry)),
      placeOf: (address) => this.placeOf(address),
      load: (path, { cplusplus }) => this.load(path, cplusplus, workspace, parsers),
    });
  }

  private reading(workspace: Workspace, parsers: Parsers): Reading {
    return {
      unit: (path) => this.load(path, parsers.cpp !== undefined, workspace, parsers),
      handingOut: (unit) => {
        const handsOut = handingOut(this.reachOf(unit, workspace, parsers));
        return (entry) => handsOut(this.at(unit, unit.graph(entry)));
      },
    };
  }

  private placeOf(address: Span): InFile | undefined {
    for (const unit of this.units.values()) {
      const span = unit.placeOf(address);
      if (span) return { span, file: unit.path };
    }
    return undefined;
  }

  private at(home: FileUnit, graph: Graph): Graph {
    this.homes.set(graph, home);
    return graph;
  }

  /** A header is read in the language of who asks. */
  private load(
    path: string,
    cplusplus: boolean,
    workspace: Workspace,
    parsers: Parsers,
  ): FileUnit | undefined {
    const text = workspace.read(path);
    const named = languageOf(path);
    const isHeader = path.endsWith('.h') || named === undefined;
    const language = isHeader ? (cplusplus ? 'cpp' : 'c') : named;
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
