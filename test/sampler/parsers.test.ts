import { describe, expect, test } from 'vitest';
import { isLoopback, parseEndpoint, parseProcEndpoint } from '../../src/sampler/endpoint.js';
import { parseProcNetTcp } from '../../src/sampler/proc-net-tcp.js';
import { parseSs } from '../../src/sampler/ss.js';
import { PROC_TCP, PROC_TCP6, SS, SS_TWO_LINES } from './recorded.js';

describe('addresses', () => {
  test.each([
    ['127.0.0.1:80', '127.0.0.1', 80],
    ['127.0.0.1%lo:80', '127.0.0.1', 80],
    ['[::1]:80', '::1', 80],
    ['[::ffff:127.0.0.1]:80', '127.0.0.1', 80],
    ['[fe80::1%lo0]:9000', 'fe80::1', 9000],
    ['*:80', '*', 80],
    ['0.0.0.0:*', '0.0.0.0', 0],
  ])('%s', (text, address, port) => {
    expect(parseEndpoint(text)).toEqual({ address, port });
  });

  test.each(['', ':', ':80', '1.2.3.4', '1.2.3.4:', '1.2.3.4:x', '1.2.3.4:65536', '1.2.3.4:-1'])(
    '%j is none',
    (text) => {
      expect(parseEndpoint(text)).toBeUndefined();
    },
  );

  test.each([
    ['0100007F:BA0F', '127.0.0.1'],
    ['0000000000000000FFFF00000100007F:BA0F', '127.0.0.1'],
    ['00000000000000000000000001000000:BA0F', '::1'],
    ['00000000000000000000000000000000:BA0F', '::'],
    ['B80D01200000000000000000010000FE:BA0F', '2001:db8::fe00:1'],
    ['000080FE000000000000000001000000:BA0F', 'fe80::1'],
    ['B80D0120010000000000000001000000:BA0F', '2001:db8:0:1::1'],
  ])('/proc/net/tcp %s is %s', (text, address) => {
    expect(parseProcEndpoint(text)).toEqual({ address, port: 0xba0f });
  });

  test.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['128.0.0.1', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example', false],
  ])('loopback: %s %s', (address, is) => {
    expect(isLoopback(address)).toBe(is);
  });
});

describe('ss', () => {
  test('a row has its state, endpoints, queues, identity, timer and times', () => {
    const rows = parseSs(SS);
    expect(rows).toHaveLength(7);
    expect(rows[2]).toEqual({
      state: 'CLOSE_WAIT',
      local: { address: '127.0.0.1', port: 47631 },
      peer: { address: '127.0.0.1', port: 51174 },
      receiveQueue: 6,
      sendQueue: 0,
      inode: 11752,
      uid: 0,
      cookie: '3',
      keepaliveMs: 119 * 60_000,
      sinceAckMs: 876,
      sinceSentMs: undefined,
    });
    expect(rows[3]).toMatchObject({
      sendQueue: 4,
      uid: 1000,
      cookie: '4f',
      sinceAckMs: 5000,
      sinceSentMs: 8000,
    });
    expect(rows[4]).toMatchObject({
      inode: 0,
      cookie: '57ada',
      keepaliveMs: undefined,
      sinceAckMs: undefined,
    });
    expect(rows[5]).toMatchObject({ local: { address: '::1', port: 41093 } });
    expect(rows[6]).toMatchObject({ local: { address: '127.0.0.1', port: 41093 }, keepaliveMs: 112_000 });
  });

  test('listeners', () => {
    expect(parseSs(SS).slice(0, 2)).toMatchObject([
      {
        state: 'LISTEN',
        local: { address: '127.0.0.1', port: 47631 },
        peer: { port: 0 },
        inode: 11747,
        receiveQueue: 1,
      },
      { state: 'LISTEN', local: { address: '*', port: 3000 }, inode: 11800, uid: 1000 },
    ]);
  });

  test('information on a second line, as without -O', () => {
    expect(parseSs(SS_TWO_LINES)).toMatchObject([
      { inode: 1157972, sinceAckMs: 5000, keepaliveMs: 2_345 },
      { inode: 903979, sinceAckMs: undefined, keepaliveMs: 32 },
    ]);
  });

  test.each(['', '\n\n', 'ss: invalid option', 'CLOSE-WAIT x y', 'CLOSE-WAIT 1 0 nonsense nonsense ino:1'])(
    '%j has no rows',
    (text) => {
      expect(parseSs(text)).toEqual([]);
    },
  );
});

describe('/proc/net/tcp', () => {
  test('rows of both versions', () => {
    expect(parseProcNetTcp(PROC_TCP)).toHaveLength(6);
    expect(parseProcNetTcp(PROC_TCP)[2]).toEqual({
      state: 'CLOSE_WAIT',
      local: { address: '127.0.0.1', port: 47631 },
      peer: { address: '127.0.0.1', port: 51174 },
      receiveQueue: 6,
      sendQueue: 0,
      inode: 11752,
      uid: 1000,
      cookie: undefined,
      keepaliveMs: 0xafc27 * 10,
      sinceAckMs: undefined,
      sinceSentMs: undefined,
    });
    expect(parseProcNetTcp(PROC_TCP6)).toMatchObject([
      { state: 'CLOSE_WAIT', local: { address: '127.0.0.1' }, peer: { address: '127.0.0.1', port: 0xa28e } },
      { state: 'FIN_WAIT2', local: { address: '::1' }, keepaliveMs: undefined },
      { state: 'CLOSE_WAIT', local: { address: '2001:db8::fe00:1', port: 80 } },
    ]);
  });

  test('only the states that are asked for', () => {
    const rows = parseProcNetTcp(PROC_TCP, new Set(['CLOSE_WAIT', 'LISTEN']));
    expect(rows.map(({ state }) => state)).toEqual(['LISTEN', 'LISTEN', 'CLOSE_WAIT', 'CLOSE_WAIT']);
  });

  test.each(['', 'sl local_address', '1: zz:00 zz:00 08'])('%j has no rows', (text) => {
    expect(parseProcNetTcp(text)).toEqual([]);
  });
});
