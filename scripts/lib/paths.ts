import { homedir } from 'node:os';
import { join } from 'node:path';

/** The root of this source tree. */
export const ROOT = join(import.meta.dirname, '../..');

/** The Node.js that the project brings along, and the folder its commands are in. */
export const BIN = join(ROOT, 'node_modules/.bin');
export const NODE = process.execPath;

/** What is fetched or built once and used by every clone: outside the tree, safe to delete. */
export const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'closewait');
