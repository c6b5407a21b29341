import type { TSESTree } from '@typescript-eslint/types';
import type { Parsed } from '../parse.js';

/** The type of the global `fetch`, which is no class. */
export const FETCH = 'fetch';

/**
 * Tells what nothing else tells: the class of a value that came out of code that is not read. The oracle in use reads
 * annotations ({@link ../types/annotations}); one that asks a type checker may take its place.
 */
export interface TypeOracle {
  /**
   * The classes of the runtime that the value of a declared name may be an instance of, as `module.Class`
   * (`http.Server`), or {@link FETCH}. Empty when it may be anything else too: half a type is none.
   */
  ofName(name: TSESTree.Identifier, file: Parsed): readonly string[];
  /** The same for a field that a class declares. */
  ofField(field: TSESTree.PropertyDefinition, file: Parsed): readonly string[];
  /** The same for what a function returns. */
  ofResult(fn: TSESTree.Node, file: Parsed): readonly string[];
}
