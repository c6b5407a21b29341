import type { CancellationToken } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis, Analyze, Workspace } from '../analysis/analyze.js';
import { isLanguageId, languageOf } from '../shared/language.js';
import type { DocumentStatus } from '../shared/protocol.js';
import { rulesOff, type Settings } from '../shared/settings.js';
import { oneLine } from './one-line.js';
import type { SettingsStore } from './settings-store.js';
import { pathOf } from './uri.js';
import { isCurrent, type Verdict } from './verdict.js';

/** What the analyses need of the server around them. */
export interface Surroundings {
  readonly analyze: Analyze;
  readonly workspace: Workspace;
  readonly settings: SettingsStore;
  /** Writes one line to the log. */
  readonly log: (line: string) => void;
  readonly report: (status: DocumentStatus) => void;
}

interface Running {
  readonly version: number;
  readonly generation: number;
  readonly verdict: Promise<Verdict>;
}

/** The verdicts on open documents: one analysis for each version, whoever asks, and none that is out of date. */
export class Analyses {
  readonly #running = new Map<string, Running>();
  /** Grows when something outside a document changed that its findings may depend on. */
  #generation = 0;

  constructor(private readonly around: Surroundings) {}

  get analyze(): Analyze {
    return this.around.analyze;
  }

  /** The verdict on the document as it is now; undefined when it changed meanwhile or nobody waits any more. */
  async of(document: TextDocument, token?: CancellationToken): Promise<Verdict | undefined> {
    // A change that is already waiting in the queue makes this request pointless: let it come first.
    await new Promise(setImmediate);
    if (token?.isCancellationRequested) return undefined;
    const verdict = await this.#verdict(document);
    return token?.isCancellationRequested || !isCurrent(verdict) ? undefined : verdict;
  }

  /** To be called when settings or any other document or file changed. */
  surroundingsChanged(): void {
    this.#generation++;
  }

  forget(uri: string): void {
    this.#running.delete(uri);
  }

  #verdict(document: TextDocument): Promise<Verdict> {
    const { uri, version } = document;
    const known = this.#running.get(uri);
    if (known?.version === version && known.generation === this.#generation) return known.verdict;
    const running = { version, generation: this.#generation, verdict: this.#examine(document) };
    this.#running.set(uri, running);
    return running.verdict;
  }

  /** Never rejects: an analysis that fails is a line in the log and no findings. */
  async #examine(document: TextDocument): Promise<Verdict> {
    const { uri, version } = document;
    const text = document.getText();
    const resultId = `${version}.${this.#generation}`;
    const settings = await this.around.settings.of(uri);
    const started = performance.now();
    const { analysis, state } = await this.#outcome(document, text, settings);
    const { findings, skipped, gaps } = analysis;
    const tookMs = performance.now() - started;
    const skip = skipped === undefined ? {} : { skip: skipped };
    const unread = gaps === undefined ? {} : { gaps };
    const status = { uri, version, state, findings: findings.length, tookMs, ...skip, ...unread };
    this.around.report(status);
    return { document, version, settings, findings, status, resultId };
  }

  async #outcome(
    document: TextDocument,
    text: string,
    settings: Settings,
  ): Promise<{ analysis: Analysis; state: DocumentStatus['state'] }> {
    const nothing = { findings: [] };
    if (!settings.enable) return { analysis: nothing, state: 'off' };
    try {
      const analysis = await this.#analysed(document, text, settings);
      return { analysis, state: analysis.skipped === undefined ? 'analysed' : 'skipped' };
    } catch (error) {
      this.around.log(`The analysis of ${pathOf(document.uri)} failed: ${oneLine(error)}`);
      return { analysis: nothing, state: 'failed' };
    }
  }

  #analysed({ uri, languageId }: TextDocument, text: string, settings: Settings): Promise<Analysis> {
    const path = pathOf(uri);
    const language = isLanguageId(languageId) ? languageId : languageOf(path);
    if (!language) return Promise.resolve({ findings: [] });
    const { nodeVersions, strict } = settings;
    const versions = nodeVersions.length === 0 ? {} : { nodeVersions };
    const options = { off: rulesOff(settings), strict, ...versions };
    return this.around.analyze({ path, language, text }, this.around.workspace, options);
  }
}
