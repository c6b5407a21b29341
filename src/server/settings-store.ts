import { DEFAULT_SETTINGS, SETTINGS_SECTION, settingsFrom, type Settings } from '../shared/settings.js';

/** Asks the client for a section of settings as they hold for a document. */
export type AskClient = (query: { scopeUri: string; section: string }) => Promise<unknown>;

/** The settings of each open document, asked for once until they change. */
export class SettingsStore {
  readonly #byUri = new Map<string, Promise<Settings>>();
  #pushed: Settings = DEFAULT_SETTINGS;

  /** @param ask undefined for a client that only pushes its settings */
  constructor(private readonly ask: AskClient | undefined) {}

  of(uri: string): Promise<Settings> {
    if (!this.ask) return Promise.resolve(this.#pushed);
    const known = this.#byUri.get(uri) ?? this.#fetch(uri, this.ask);
    this.#byUri.set(uri, known);
    return known;
  }

  /** @param pushed the client's settings, all sections, if it sent any */
  changed(pushed: unknown): void {
    this.#byUri.clear();
    const sections: Readonly<Record<string, unknown>> =
      typeof pushed === 'object' && pushed !== null ? { ...pushed } : {};
    this.#pushed = settingsFrom(sections[SETTINGS_SECTION]);
  }

  forget(uri: string): void {
    this.#byUri.delete(uri);
  }

  async #fetch(scopeUri: string, ask: AskClient): Promise<Settings> {
    try {
      return settingsFrom(await ask({ scopeUri, section: SETTINGS_SECTION }));
    } catch {
      return DEFAULT_SETTINGS;
    }
  }
}
