import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DapAdapter } from './dap-adapter.js';
import { spawned } from './dap-link.js';

/** A debugger that speaks DAP on its standard streams. */
export interface NativeDebugger {
  /** Its debug type in VS Code. */
  readonly type: string;
  readonly command: readonly string[];
  /** Why it cannot run here; empty when it can. */
  readonly absent: string;
}

/** From this major version on gdb speaks DAP itself (Debian 12 has 13). */
const GDB_WITH_DAP = 14;

export const DEBUGGERS: readonly NativeDebugger[] = [
  {
    type: 'lldb-dap',
    command: ['/usr/bin/lldb-dap-19'],
    absent: without(existsSync('/usr/bin/lldb-dap-19'), 'lldb-dap-19 is not here'),
  },
  {
    type: 'gdb',
    command: ['/usr/bin/gdb', '-i=dap'],
    absent: without(gdbVersion() >= GDB_WITH_DAP, `gdb ${GDB_WITH_DAP} or newer is not here`),
  },
];

function without(here: boolean, reason: string): string {
  if (process.platform !== 'linux') return 'not on Linux';
  if (spawnSync('gcc', ['--version']).status !== 0) return 'gcc is not here';
  return here ? '' : reason;
}

function gdbVersion(): number {
  const { stdout } = spawnSync('/usr/bin/gdb', ['--version'], { encoding: 'utf8' });
  return Number(/ (\d+)\.\d+/.exec(stdout)?.[1] ?? 0);
}

/** Its name, and why its tests are left out where they are. */
export function titleOf({ type, absent }: NativeDebugger): string {
  return `under ${type}${absent === '' ? '' : ` (left out: ${absent})`}`;
}

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

/** A compiled program under a debugger. */
export class NativeProgram {
  readonly adapter: DapAdapter;
  readonly source: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'closewait-native-'));
  #text = '';
  #pid: number | undefined;
  #thread: number | undefined;

  constructor(source: string, { type, command }: NativeDebugger) {
    this.source = join(this.#folder, 'server.c');
    const program = join(this.#folder, 'server');
    writeFileSync(this.source, source);
    const { status, stderr } = spawnSync('gcc', ['-g', '-O0', '-o', program, this.source]);
    if (status !== 0) throw new Error(stderr.toString());
    const [path = '', ...args] = command;
    this.adapter = new DapAdapter(spawned(path, args), type, { program });
    this.adapter.listen(({ event, body }) => {
      const { output, systemProcessId, threadId } = (body ?? {}) as {
        output?: string;
        systemProcessId?: number;
        threadId?: number;
      };
      if (event === 'output') this.#text += output ?? '';
      if (event === 'process') this.#pid = systemProcessId;
      if (event === 'thread') this.#thread = threadId;
    });
  }

  get pid(): number {
    if (this.#pid === undefined) throw new Error('The adapter told no pid.');
    return this.#pid;
  }

  /** The program's only thread; lldb-dap tells none while it runs, and numbers threads as Linux does. */
  get thread(): number {
    return this.#thread ?? this.pid;
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
