import { describe, expect, it } from 'vitest';
import { disabledBy } from '../../src/analysis/disable-comments.js';
import type { RuleId } from '../../src/shared/rule-id.js';

/** Is a finding at the `@` disabled? The mark is taken out before the text is read. */
function isDisabledAt(marked: string, rule: RuleId = 'handle-eof'): boolean {
  const at = marked.indexOf('@');
  return disabledBy(marked.replace('@', ''))(rule, at);
}

describe('disable comments', () => {
  it.each([
    ['next line, bare id', '// eslint-disable-next-line handle-eof\n@read(fd);'],
    ['next line, with prefix', '// eslint-disable-next-line closewait/handle-eof\n@read(fd);'],
    ['next line in a C89 comment', '/* eslint-disable-next-line handle-eof */\n  @read(fd);'],
    ['next line with a reason', '// eslint-disable-next-line handle-eof -- the caller closes\n@read(fd);'],
    ['next line, all rules', '// eslint-disable-next-line\n@read(fd);'],
    ['next line, one of a list', '// eslint-disable-next-line no-console, handle-eof\n@read(fd);'],
    ['a directive over several lines', '/* eslint-disable-next-line\n   handle-eof\n */\n@read(fd);'],
    ['this line', '@read(fd); // eslint-disable-line handle-eof'],
    ['this line, last of the file', 'a();\n@read(fd); /* eslint-disable-line */'],
    ['from here on', '/* eslint-disable handle-eof */\na();\n@read(fd);'],
    ['from here on until the enabling', '/* eslint-disable */\n@read(fd);\n/* eslint-enable */'],
    ['behind a string with quotes', 'f("it\'s", \'"\'); /* eslint-disable handle-eof */ @read(fd);'],
    ['Windows line ends', '// eslint-disable-next-line handle-eof\r\n@read(fd);\r\n'],
    [
      'a longer run of dashes before the reason',
      '// eslint-disable-next-line handle-eof --- why\n@read(fd);',
    ],
  ])('%s', (_name, text) => {
    expect(isDisabledAt(text)).toBe(true);
  });

  it.each([
    ['another rule', '// eslint-disable-next-line no-unread-socket\n@read(fd);'],
    ['the line after the next', '// eslint-disable-next-line handle-eof\na();\n@read(fd);'],
    ['the line before', '@read(fd);\n// eslint-disable-next-line handle-eof\na();'],
    ['a line comment does not open a stretch', '// eslint-disable handle-eof\n@read(fd);'],
    ['after the enabling', '/* eslint-disable */\n/* eslint-enable */\n@read(fd);'],
    ['after enabling only this rule', '/* eslint-disable */\n/* eslint-enable handle-eof */\n@read(fd);'],
    ['before the stretch', '@read(fd);\n/* eslint-disable */'],
    ['in a string', 'f("// eslint-disable-line"); @read(fd);'],
    ['in an unfinished string', 'puts("/* eslint-disable */ @read(fd);'],
    ['talked about in a comment', '// write /* eslint-disable */ to silence\n@read(fd);'],
    ['a word that only begins so', '// eslint-disable-next-lines handle-eof\n@read(fd);'],
    ['an unknown rule', '// eslint-disable-next-line handle-eofs\n@read(fd);'],
  ])('not: %s', (_name, text) => {
    expect(isDisabledAt(text)).toBe(false);
  });

  it('leaves other rules on after one was enabled again', () => {
    const text = '/* eslint-disable */\n/* eslint-enable handle-eof */\n@read(fd);';
    expect(isDisabledAt(text, 'no-unread-socket')).toBe(true);
  });
});
