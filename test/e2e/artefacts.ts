import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where pictures and records of a run are kept, outside the tree: $CLOSEWAIT_ARTEFACTS or the temporary folder. */
export const ARTEFACTS = process.env['CLOSEWAIT_ARTEFACTS'] ?? join(tmpdir(), 'closewait-artefacts');

/** The path of one artefact; its folder is there. */
export function artefact(name: string): string {
  mkdirSync(ARTEFACTS, { recursive: true });
  return join(ARTEFACTS, name);
}
