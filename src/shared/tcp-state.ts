/**
 * TCP connection states (RFC 9293 §3.3.2), written as `netstat` writes them, in the order of their numbers in Linux
 * (include/net/tcp_states.h) from 1 on; 12 (NEW_SYN_RECV) is printed as 3.
 */
export const TCP_STATES = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
] as const;

export type TcpState = (typeof TCP_STATES)[number];
