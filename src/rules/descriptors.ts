import type { Leak } from '../lifecycle/leak.js';

/**
 * What the rule pages say of descriptors (C, C++): kinds `fd-…` of the descriptor solver. What is claimed was measured on
 * Linux: in CLOSE_WAIT a read gives 0 for ever; only the last close() or a shutdown() of the write side ends the state.
 */
type Messages = Readonly<Record<string, (leak: Leak) => string>>;

export const EOF_MESSAGES: Messages = {
  'fd-eof-unclosed': ({ name }) =>
    `When the peer closes, the read gives 0 and this way on leaves ${name} open: it stays in CLOSE_WAIT. Close ${name} here.`,
  'fd-eof-loop': ({ name }) =>
    `When the peer closes, this read gives 0 for ever and nothing ends the loop: ${name} stays in CLOSE_WAIT. Leave the loop on 0 and close ${name}.`,
  'fd-eof-ignored': ({ name }) =>
    `When the peer closes, this read gives 0 and nothing closes ${name}: it stays in CLOSE_WAIT. Close ${name} when the read gives 0.`,
  'fd-record-dropped': ({ name }) =>
    `${name} is still open when what holds it goes, and nobody closes it: once the peer closes, it stays in CLOSE_WAIT. Close ${name} before.`,
  'fd-stored-unclosed': ({ name }) =>
    `${name} is kept, but nothing ever closes what is kept there: once the peer closes, it stays in CLOSE_WAIT. Close it where its connection ends.`,
  'fd-never-closed': ({ name }) =>
    `${name} is never closed: once the peer closes, it stays in CLOSE_WAIT. Close ${name} when the read gives 0 or fails.`,
};

export const UNREAD_MESSAGES: Messages = {
  'fd-fin-unwatched': ({ name }) =>
    `The events asked for do not tell of the peer's FIN (only IN and RDHUP do), so ${name} stays in CLOSE_WAIT. Ask for EPOLLIN or EPOLLRDHUP and close ${name} on EOF.`,
  'fd-not-rearmed': ({ name }) =>
    `This way does not renew the one-shot registration, so the peer's FIN is never reported and ${name} stays in CLOSE_WAIT. Register ${name} again (EPOLL_CTL_MOD) or close it.`,
};

export const PATH_MESSAGES: Messages = {
  'fd-path-without-close': ({ name }) =>
    `This way leaves ${name} open: once the peer closes, it stays in CLOSE_WAIT. Close ${name} before it is lost.`,
  'fd-record-unclosed': ({ name }) =>
    `${name} is still open when what holds it goes on this way, and nobody closes it: once the peer closes, it stays in CLOSE_WAIT. Close ${name} before.`,
  'fd-never-closed': ({ name }) =>
    `${name} is never closed: once the peer closes, it stays in CLOSE_WAIT. Close ${name} when it is done with.`,
  'fd-shutdown-only': ({ name }) =>
    `shutdown() ends the connection but keeps the descriptor: each one costs a descriptor until none is left. Close ${name} after shutdown().`,
  'fd-inherited': ({ name }) =>
    `A program started by exec inherits ${name} and keeps the connection open after this process has closed it. Open it with SOCK_CLOEXEC (accept4) or set FD_CLOEXEC.`,
  'fd-connect-unclosed': ({ name }) =>
    `This way leaves ${name} open before it ever got a peer: each time costs a descriptor. Close ${name} on this way too.`,
};

export const ERROR_MESSAGES: Messages = {
  'fd-error-unclosed': ({ name }) =>
    `This way leaves ${name} open when the read fails: each failed connection costs a descriptor. Close ${name} unless errno says EAGAIN or EINTR.`,
};

/** Seconds on Linux by default: tcp_keepalive_time + tcp_keepalive_intvl * tcp_keepalive_probes (tcp(7)). */
export const SLOW = 7200 + 75 * 9;

export const ADVICE_MESSAGES: Messages = {
  'fd-silence-unnoticed': ({ name }) =>
    `A peer that loses power or network sends no FIN: ${name} and its descriptor stay for ever. Set SO_KEEPALIVE: with TCP_KEEPIDLE 60, TCP_KEEPINTVL 10 and TCP_KEEPCNT 3 it is noticed after 60 + 10 * 3 = 90 s, and the read fails. That does not end CLOSE_WAIT: the kernel of a living peer that has half-closed answers probes.`,
  'fd-keepalive-slow': ({ name }) =>
    `SO_KEEPALIVE alone notices a dead peer of ${name} after ${SLOW} s (Linux: 7200 s of silence, then 9 probes 75 s apart). Set TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT: 60, 10 and 3 make it 90 s. That does not end CLOSE_WAIT: the kernel of a living peer that has half-closed answers probes.`,
};
