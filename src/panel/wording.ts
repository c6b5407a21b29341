/** The words are shared with the command line. */
export * from '../shared/wording.js';
