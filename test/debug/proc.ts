import type { ProcReader } from '../../src/sampler/proc-reader.js';

/** A process of a made-up /proc. */
export interface FakeProcess {
  readonly exe?: string;
  /** Epoch seconds; by default long ago. */
  readonly started?: number;
  readonly pidSpace?: string;
  readonly innerPid?: number;
}

/** When the made-up system booted, epoch seconds. */
export const BOOT = 1_000;

function absent(path: string): Error {
  return Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
}

/** A /proc that knows only what identity checks read. */
export function fakeProc(processes: Readonly<Record<number, FakeProcess>>, bootId = 'boot-1'): ProcReader {
  const at = (path: string): [FakeProcess, number, string] => {
    const [, , pid = '', ...rest] = path.split('/');
    const process = processes[Number(pid)];
    if (process === undefined) throw absent(path);
    return [process, Number(pid), rest.join('/')];
  };
  return {
    list: () => ['self', ...Object.keys(processes)],
    link: (path) => {
      if (path === '/proc/self/ns/pid') return 'pid:[1]';
      const [{ exe, pidSpace = 'pid:[1]' }, , rest] = at(path);
      if (rest === 'exe' && exe !== undefined) return exe;
      if (rest === 'ns/pid') return pidSpace;
      throw absent(path);
    },
    inode: () => 1,
    text: (path) => {
      if (path === '/proc/stat') return `cpu 1 2 3\nbtime ${BOOT}\n`;
      if (path === '/proc/sys/kernel/random/boot_id') return `${bootId}\n`;
      const [{ started = BOOT, innerPid }, pid, rest] = at(path);
      if (rest === 'status')
        return `Name:\tx\nNSpid:\t${pid}${innerPid === undefined ? '' : `\t${innerPid}`}\n`;
      const ticks = (started - BOOT) * 100;
      return `${pid} (a) b) S 1 1 1 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 1 0 ${ticks} 1 1`;
    },
    longText: (path) => Promise.reject(absent(path)),
    presence: (pid) => (pid in processes ? 'alive' : 'gone'),
  };
}
