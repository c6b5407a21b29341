import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { disabledBy } from '../../src/analysis/disable-comments.js';
import { disableFileEdit, disableLineEdit } from '../../src/server/disable-edit.js';
import { applyEdits, type TextEdit } from '../../src/shared/span.js';

function document(text: string, languageId: string): TextDocument {
  return TextDocument.create('file:///a', languageId, 1, text);
}

/** The text after the edit, and whether the word `here` in it is silenced. */
function outcome(text: string, edit: TextEdit | undefined): { text: string; silent: boolean } {
  const after = edit ? applyEdits(text, [edit]) : text;
  return { text: after, silent: disabledBy(after)('handle-eof', after.indexOf('here')) };
}

function onLine(text: string, languageId = 'typescript'): { text: string; silent: boolean } {
  return outcome(text, disableLineEdit(document(text, languageId), text.indexOf('here'), 'handle-eof'));
}

describe('a comment that disables a rule', () => {
  it.each([
    ['typescript', 'a();\n  here();', 'a();\n  // eslint-disable-next-line closewait/handle-eof\n  here();'],
    ['cpp', '\there();', '\t// eslint-disable-next-line closewait/handle-eof\n\there();'],
    ['c', '\there();', '\t/* eslint-disable-next-line closewait/handle-eof */\n\there();'],
    [
      'c',
      'a();\r\n here();\r\n',
      'a();\r\n /* eslint-disable-next-line closewait/handle-eof */\r\n here();\r\n',
    ],
    [
      'c',
      '/* eslint-disable-next-line no-unread-socket */\nhere();',
      '/* eslint-disable-next-line no-unread-socket, closewait/handle-eof */\nhere();',
    ],
    [
      'javascript',
      '// eslint-disable-next-line a, b -- known\nhere();',
      '// eslint-disable-next-line a, b, closewait/handle-eof -- known\nhere();',
    ],
    [
      'javascript',
      '// eslint-disable-next-line a/b-c\r\nhere();',
      '// eslint-disable-next-line a/b-c, closewait/handle-eof\r\nhere();',
    ],
  ])('%s: stands on a line of its own or joins the one that is there', (languageId, before, after) => {
    expect(onLine(before, languageId)).toEqual({ text: after, silent: true });
  });

  it('is not put between a line and its continuation', () => {
    const text = '#define A() \\\n  here()\n';
    expect(disableLineEdit(document(text, 'c'), text.indexOf('here'), 'handle-eof')).toBeUndefined();
  });

  it.each([
    ['here();\n', '/* eslint-disable closewait/handle-eof */\nhere();\n'],
    ['#!/usr/bin/node\nhere();\n', '#!/usr/bin/node\n/* eslint-disable closewait/handle-eof */\nhere();\n'],
    ['here();\r\n', '/* eslint-disable closewait/handle-eof */\r\nhere();\r\n'],
  ])('for a file comes first, but for a #! line: %j', (before, after) => {
    const edit = disableFileEdit(document(before, 'javascript'), 'handle-eof');
    expect(outcome(before, edit)).toEqual({ text: after, silent: true });
  });
});
