import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const INTERPRETERS = /(^|\/)(node|python|java)[\d.]*$/;
const HELPERS = /debugpy(\.adapter|\/launcher)$/;

/** The process that runs a program, a script or a class; waits until it is there. Debuggers' own helpers are not meant. */
export async function runningOf(program: string): Promise<number[]> {
  for (let tries = 50; tries > 0; tries -= 1) {
    const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && runs(name, program));
    if (found.length > 0) return found.map(Number);
    await delay(100);
  }
  throw new Error(`${program} does not run.`);
}

function runs(pid: string, program: string): boolean {
  try {
    const words = readFileSync(join('/proc', pid, 'cmdline'), 'utf8')
      .split('\0')
      .filter(Boolean);
    const interpreted = INTERPRETERS.test(words[0] ?? '') && isNamed(words.at(-1) ?? '', pid, program);
    return words[0] === program || (interpreted && !words.some((word) => HELPERS.test(word)));
  } catch {
    // It ended while it was looked at.
    return false;
  }
}

/** Whether a word is the program's name, or its path below the process' own folder. */
function isNamed(word: string, pid: string, program: string): boolean {
  return word === program || resolve(readlinkSync(join('/proc', pid, 'cwd')), word) === program;
}
