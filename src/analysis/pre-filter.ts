import { isCFamily } from '../shared/language.js';
import type { Source } from './analyze.js';

/**
 * A file that mentions none of its language's words for sockets cannot hold a finding, so it is not parsed. The words
 * are wide on purpose: a parse too many costs milliseconds, one too few misses a leak. Listeners, pipes and the word
 * "stream" count, because a socket may come in as a parameter from a file that knows what it is.
 */
const JAVASCRIPT = new RegExp(
  [
    'socket|fetch|undici|upgrade|allowHalfOpen|conn|stream|duplex|request|response',
    String.raw`["'\x60](?:node:)?(?:net|tls|https?2?|ws|child_process|cluster|dgram)["'\x60]`,
    String.raw`\b(?:on|once|addListener|prependListener|pipe|pipeTo|pipeline|createServer)\s*\(`,
    String.raw`\b(?:net|tls|https?2?)\s*\.`,
  ].join('|'),
  'i',
);

/** C and C++: what makes, reads, watches or hands on a descriptor, and the usual names of a peer's descriptor. */
const C_FAMILY = new RegExp(
  [
    'accept|sock|conn|client|peer|recv|epoll|kqueue|kevent|getaddrinfo|SSL|BIO_|bufferevent',
    String.raw`(?:^|[^a-z])[a-z]?(?:poll|select|read\w*|dup[23]?|fdopen|fork|close|listen)\s*\(`,
    String.raw`(?:^|[^a-z])[a-z]?fd(?:$|[^a-z])`,
  ].join('|'),
  'i',
);

/** Whether a text may have to do with sockets at all. */
export function mentionsSockets({ text, language }: Pick<Source, 'text' | 'language'>): boolean {
  return (isCFamily(language) ? C_FAMILY : JAVASCRIPT).test(text);
}
