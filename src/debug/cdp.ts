import * as l10n from '@vscode/l10n';
import { within } from './node-identity.js';
import { fieldsOf } from './session.js';

const TIMEOUT_MS = 10_000;

/** A connection that speaks the Chrome DevTools Protocol with a program. */
export interface Cdp {
  /** Resolves with the command's result; rejects with a sentence. */
  send(method: string, params: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

/** Connects to a debugger's WebSocket address (`ws:`). Rejects with a sentence when nobody answers there. */
export async function openCdp(address: string): Promise<Cdp> {
  if (typeof WebSocket === 'undefined')
    throw new Error(l10n.t('This version of VS Code has no WebSocket for extensions.'));
  const socket = new WebSocket(address);
  const opened = new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => {
      reject(new Error(l10n.t('The debugger does not answer.')));
    });
  });
  await within(TIMEOUT_MS, opened);
  const waiting = new Map<number, (answer: Readonly<Record<string, unknown>>) => void>();
  socket.addEventListener('message', ({ data }) => {
    const answer = fieldsOf(JSON.parse(String(data)));
    waiting.get(Number(answer['id']))?.(answer);
  });
  let last = 0;
  return {
    send: async (method, params) => {
      last += 1;
      const id = last;
      const answered = new Promise<Readonly<Record<string, unknown>>>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params }));
      const { result, error } = await within(TIMEOUT_MS, answered).finally(() => waiting.delete(id));
      if (error !== undefined) throw new Error(l10n.t('The debugger refused {0}.', method));
      return fieldsOf(result);
    },
    close: () => {
      socket.close();
    },
  };
}
