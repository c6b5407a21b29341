import { setTimeout as delay } from 'node:timers/promises';

/** Runs `task` until it resolves; waits `base * 2^n` ms between two attempts. */
export async function retry(task, { attempts, base }) {
  let failure;
  for (let n = 0; n < attempts; n++) {
    try {
      return await task();
    } catch (error) {
      failure = error;
      await delay(base * 2 ** n);
    }
  }
  throw failure;
}
