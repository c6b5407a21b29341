import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DapAdapter } from './dap-adapter.js';
import { spawned } from './dap-link.js';

const ADAPTER = '/usr/bin/lldb-dap-19';

export const HAS_LLDB =
  process.platform === 'linux' && existsSync(ADAPTER) && spawnSync('gcc', ['--version']).status === 0;

/** Accepts without end, reads once and keeps every descriptor; says its port first. */
export const SERVER = String.raw`
#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(at);
    char text[80];
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    bind(listener, (struct sockaddr *)&at, sizeof(at));
    listen(listener, 20);
    getsockname(listener, (struct sockaddr *)&at, &length);
    printf("port %d\n", ntohs(at.sin_port));
    fflush(stdout);
    for (;;) {
        int peer = accept(listener, NULL, NULL);
        read(peer, text, sizeof(text));
    }
}
`;

/** A compiled program under lldb-dap. */
export class LldbProgram {
  readonly adapter: DapAdapter;
  readonly source: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'closewait-lldb-'));
  #text = '';
  #pid: number | undefined;

  constructor(source: string) {
    this.source = join(this.#folder, 'server.c');
    const program = join(this.#folder, 'server');
    writeFileSync(this.source, source);
    const { status, stderr } = spawnSync('gcc', ['-g', '-O0', '-o', program, this.source]);
    if (status !== 0) throw new Error(stderr.toString());
    this.adapter = new DapAdapter(spawned(ADAPTER), 'lldb-dap', { program });
    this.adapter.listen(({ event, body }) => {
      const { output, systemProcessId } = (body ?? {}) as { output?: string; systemProcessId?: number };
      if (event === 'output') this.#text += output ?? '';
      if (event === 'process') this.#pid = systemProcessId;
    });
  }

  get pid(): number {
    if (this.#pid === undefined) throw new Error('The adapter told no pid.');
    return this.#pid;
  }

  /** All that the program and the adapter wrote so far. */
  get text(): string {
    return this.#text;
  }

  async end(): Promise<void> {
    await this.adapter.end();
    rmSync(this.#folder, { recursive: true });
  }
}
