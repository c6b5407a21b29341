import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analysis/analyze.js';
import type { Finding } from '../../../src/shared/finding.js';
import { applyEdits } from '../../../src/shared/span.js';

async function advice(text: string): Promise<Finding[]> {
  const source = { path: '/project/program.c', language: 'c' as const, text };
  const { findings } = await analyze(source, { read: () => undefined }, { strict: true });
  return findings.filter(({ rule }) => rule === 'detect-dead-peer');
}

const server = (
  setup = '',
  loop = 'while ((n = read(fd, buf, sizeof buf)) > 0)\n            write(fd, buf, n);',
): string => `#include <sys/socket.h>
#include <unistd.h>

int serve(int listener)
{
    for (;;) {
        char buf[64];
        ssize_t n;
        int fd = accept(listener, 0, 0);
        if (fd < 0)
            continue;
        ${setup}
        ${loop}
        close(fd);
    }
}
`;

describe('a dead peer, in C', () => {
  it('is told only to those who ask for advice', async () => {
    const text = server();
    const source = { path: '/project/program.c', language: 'c' as const, text };
    expect((await analyze(source, { read: () => undefined }, {})).findings).toEqual([]);
    const [finding] = await advice(text);
    expect(finding?.severity).toBe('information');
    expect(finding?.message).toContain('90 s');
    expect(finding?.message).toContain('does not end CLOSE_WAIT');
  });

  it.each([
    ['a receive timeout', 'setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof tv);'],
    [
      'keepalive with its times',
      'setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, 4); setsockopt(fd, 6, TCP_KEEPIDLE, &idle, 4);',
    ],
    ['an alarm', 'alarm(60);'],
    ['a clock', 'last_update[fd] = time(0);'],
    ['a bounded wait', 'poll(&p, 1, 5000);'],
    ['peers on the machine', 'a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);'],
  ])('is not told with %s', async (_, setup) => {
    expect(await advice(server(setup))).toEqual([]);
  });

  it('is not told of what nothing reads, or somebody else may', async () => {
    expect(await advice(server('', 'write(fd, buf, 1);'))).toEqual([]);
    expect(await advice(server('hand_over(fd);'))).toEqual([]);
  });

  it('waits for ever with -1 and NULL', async () => {
    expect(await advice(server('poll(&p, 1, -1);'))).toHaveLength(1);
    expect(await advice(server('select(fd + 1, &set, NULL, NULL, NULL);'))).toHaveLength(1);
  });

  it("tells how long the system's times are", async () => {
    const text = server('setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);');
    const [finding] = await advice(text);
    expect(finding?.message).toContain('7875 s');
    const after = applyEdits(text, finding?.repairs[0]?.edits ?? []);
    expect(after.match(/SO_KEEPALIVE/g)).toHaveLength(1);
    expect(await advice(after)).toEqual([]);
  });

  it('is cured behind the test of the descriptor, with the headers it takes', async () => {
    const text = server();
    const [finding] = await advice(text);
    const after = applyEdits(text, finding?.repairs[0]?.edits ?? []);
    expect(after).toContain('#include <sys/socket.h>\n#include <netinet/in.h>\n#include <netinet/tcp.h>\n');
    expect(after).toMatch(/continue;\n {8}\{\n {12}\/\*.*90 s \*\/\n {12}int on = 1,/);
    expect(await advice(after)).toEqual([]);
  });

  it('offers a bound on reads where a failing read ends the connection', async () => {
    const bounded = async (loop?: string) =>
      (await advice(server('', loop)))[0]?.repairs.map(({ preferred }) => preferred);
    expect(await bounded()).toEqual([true, false]);
    expect(await bounded('do\n    n = read(fd, buf, 9);\nwhile (n != 0);')).toEqual([true]);
  });
});
