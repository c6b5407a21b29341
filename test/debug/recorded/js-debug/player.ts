/** An extension for the recording only: plays the scenarios in a real VS Code and writes down what js-debug says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { askNode } from '../../../../src/debug/node-identity.ts';
import { fieldsOf } from '../../../../src/debug/session.ts';
import { sessionOf } from '../../../../src/debug/track-sessions.ts';

/** What is to be played; by the environment, as JSON. */
export interface Task {
  /** Where the answers go, as `WHAT.json`. */
  readonly folder: string;
  readonly scenarios: readonly {
    readonly what: string;
    readonly configuration: vscode.DebugConfiguration;
    readonly threads: number;
    readonly restart: boolean;
  }[];
}

/** One thing that happened in one session. */
export interface Entry {
  readonly session: string;
  readonly start?: {
    readonly type: string;
    readonly name: string;
    readonly configuration: Readonly<Record<string, unknown>>;
    readonly parent: string | undefined;
  };
  readonly end?: true;
  readonly received?: unknown;
  readonly sent?: unknown;
}

/** What came of a scenario. */
export interface Played {
  readonly entries: readonly Entry[];
  /** The answers to our question which process it is, by session. */
  readonly answers: Readonly<Record<string, unknown>>;
}

/** Milliseconds without a new message after which nothing more is waited for. */
const QUIET = 2_000;
const LIMIT = 60_000;
/** Events after which a program may answer. */
const ALIVE = new Set(['thread', 'stopped', 'continued']);

/** Takes down all sessions until it is disposed. */
class Tape {
  readonly entries: Entry[] = [];
  readonly answers: Record<string, unknown> = {};
  readonly running = new Set<string>();
  #last = Date.now();
  readonly #registration = vscode.debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker: (session) => this.#track(session),
  });

  /** Waits until so many running sessions have answered and nothing more comes. */
  async settled(threads: number): Promise<void> {
    const answered = () => Object.keys(this.answers).filter((id) => this.running.has(id)).length;
    await until(() => answered() >= threads && Date.now() - this.#last > QUIET);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #track(session: vscode.DebugSession): vscode.DebugAdapterTracker {
    const { id, type, name, configuration, parentSession } = session;
    this.running.add(id);
    this.#add({ session: id, start: { type, name, configuration, parent: parentSession?.id } });
    const ended = (): void => {
      if (this.running.delete(id)) this.#add({ session: id, end: true });
    };
    return {
      onDidSendMessage: (message: unknown) => {
        this.#add({ session: id, received: message });
        const { type, event } = fieldsOf(message);
        if (type === 'event' && ALIVE.has(String(event))) void this.#ask(session);
      },
      onWillReceiveMessage: (message: unknown) => {
        this.#add({ session: id, sent: message });
      },
      onWillStopSession: ended,
      onExit: ended,
    };
  }

  #add(entry: Entry): void {
    this.#last = Date.now();
    this.entries.push(JSON.parse(JSON.stringify(entry)) as Entry);
  }

  async #ask(session: vscode.DebugSession): Promise<void> {
    const wrapped = sessionOf(session);
    await askNode({
      ...wrapped,
      request: async (command, args) => {
        const body = await wrapped.request(command, args);
        this.answers[session.id] = body;
        this.#last = Date.now();
        return body;
      },
    });
  }
}

export async function activate(): Promise<void> {
  const { folder, scenarios } = JSON.parse(process.env['CLOSEWAIT_RECORDING'] ?? '{}') as Task;
  for (const { what, configuration, threads, restart } of scenarios) {
    const tape = new Tape();
    await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], configuration);
    await tape.settled(threads).catch(() => undefined);
    if (restart) {
      await vscode.commands.executeCommand('workbench.action.debug.restart');
      await delay(QUIET);
      await tape.settled(threads).catch(() => undefined);
    }
    const played: Played = { entries: tape.entries, answers: tape.answers };
    writeFileSync(join(folder, `${what}.json`), JSON.stringify(played));
    // The recorder looks at the processes now.
    await until(() =>
      vscode.workspace.fs.stat(vscode.Uri.file(join(folder, `${what}.seen`))).then(
        () => true,
        () => false,
      ),
    );
    await vscode.debug.stopDebugging();
    await until(() => tape.running.size === 0);
    tape.dispose();
  }
}

async function until(condition: () => boolean | Thenable<boolean>): Promise<void> {
  const limit = Date.now() + LIMIT;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error('It takes too long.');
    await delay(100);
  }
}
