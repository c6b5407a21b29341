import type { ParseError } from '@babel/parser';

/**
 * What the parser objects to though the syntax is clear: names declared twice, words that strict mode forbids, things
 * that may not stand where they do. Some of it runs (a script read as a module), all of it can be read.
 * Source: https://tc39.es/ecma262/#early-error
 */
const TOLERABLE: ReadonlySet<string> = new Set([
  ...['VarRedeclaration', 'PrivateNameRedeclaration', 'LabelRedeclaration', 'ParamDupe'],
  ...['DuplicateConstructor', 'DuplicateDefaultExport', 'DuplicateExport', 'DuplicateProto'],
  ...['InvalidPrivateFieldResolution', 'ModuleExportUndefined', 'DeclarationMissingInitializer'],
  ...['StrictDelete', 'StrictEvalArguments', 'StrictEvalArgumentsBinding', 'StrictFunction', 'StrictWith'],
  ...['StrictNumericEscape', 'StrictOctalLiteral', 'SloppyFunction', 'SloppyFunctionAnnexB'],
  ...['IllegalBreakContinue', 'IllegalReturn', 'SuperNotAllowed', 'UnexpectedSuper', 'UnexpectedNewTarget'],
  ...['AwaitNotInAsyncContext', 'AwaitUsingNotInAsyncContext', 'YieldNotInGeneratorFunction'],
  ...['UnexpectedImportExport', 'UnexpectedReservedWord', 'UnexpectedUsingDeclaration'],
]);

/** A type where none belongs, or none where one does: half-typed text. */
const HALF_TYPED = /^(?:Unexpected|Missing|Empty|TypeAnnotation)/;

/** Whether a text with this error can be read all the same. What TypeScript forbids runs when the syntax is clear. */
export function isTolerable({ reasonCode, ...error }: ParseError): boolean {
  const isOfTypes = 'syntaxPlugin' in error && error.syntaxPlugin === 'typescript';
  return TOLERABLE.has(reasonCode) || (isOfTypes && !HALF_TYPED.test(reasonCode));
}
