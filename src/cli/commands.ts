import type { Command } from './command.js';

/** Every command by its word, loaded when asked for. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./check.js')).check,
  watch: async () => (await import('./watch.js')).watch,
  probe: async () => (await import('./probe.js')).probeCommand,
};
