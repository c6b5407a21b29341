import type { TextDocument } from 'vscode-languageserver-textdocument';
import { inLineEndingsOf } from '../analysis/line-endings.js';
import type { RuleId } from '../shared/rule-id.js';
import type { TextEdit } from '../shared/span.js';

/** A comment that already speaks of the next line: up to where one more rule fits in, and what follows there. */
const NEXT_LINE_COMMENT = /^(\s*(?:\/\/|\/\*)\s*eslint-disable-next-line\s+[^\s*-](?:(?!\s+--|\s*\*\/).)*)/;

/**
 * The comment that disables a rule for the line of an offset, with that line's indentation; joins one that is there.
 * Undefined where no line can be put in between: the line goes on from the one before by a backslash.
 */
export function disableLineEdit(document: TextDocument, offset: number, rule: RuleId): TextEdit | undefined {
  const { line } = document.positionAt(offset);
  const before = line === 0 ? '' : lineText(document, line - 1);
  if (/\\\r?\n?$/.test(before)) return undefined;
  const [, joined] = NEXT_LINE_COMMENT.exec(before) ?? [];
  if (joined !== undefined) {
    const at = document.offsetAt({ line: line - 1, character: joined.length });
    return insertion(at, `, closewait/${rule}`);
  }
  const start = document.offsetAt({ line, character: 0 });
  const [indentation = ''] = /^[ \t]*/.exec(lineText(document, line)) ?? [];
  const comment = commentOf(document.languageId, `eslint-disable-next-line closewait/${rule}`);
  return insertion(start, inLineEndingsOf(document.getText(), `${indentation}${comment}\n`));
}

/** The comment that disables a rule from the first line on, below a `#!` line. */
export function disableFileEdit(document: TextDocument, rule: RuleId): TextEdit {
  const text = document.getText();
  const at = text.startsWith('#!') ? document.offsetAt({ line: 1, character: 0 }) : 0;
  return insertion(at, inLineEndingsOf(text, `/* eslint-disable closewait/${rule} */\n`));
}

/** C before C99 has only block comments. */
function commentOf(languageId: string, words: string): string {
  return languageId === 'c' ? `/* ${words} */` : `// ${words}`;
}

function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

function lineText(document: TextDocument, line: number): string {
  return document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
}
