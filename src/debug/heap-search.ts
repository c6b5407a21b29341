import * as l10n from '@vscode/l10n';
import type { Cdp } from './cdp.js';
import { fieldsOf } from './session.js';
import { FOUND_IN_HEAP } from './snapshot-expression.js';

const PROTOTYPE = `(typeof require === 'function' ? require : (name) => process.getBuiltinModule(name))('net').Socket.prototype`;

/** Runs on the array of all objects with that prototype; prototypes of subclasses are among them. */
const KEEP = `function () {
  const open = this.filter((one) => Object.hasOwn(one, '_events') && one._handle && one.remotePort);
  globalThis[Symbol.for('${FOUND_IN_HEAP}')] = open.map((one) => new WeakRef(one));
  return open.length;
}`;

/**
 * Finds every socket in the heap of a Node.js program, also those that its list of active handles leaves out (`unref()`:
 * idle sockets of HTTP agents and pools), and leaves weak references to them for later snapshots. The search forces a
 * garbage collection, so it is done only when the user asks. Returns how many connected sockets there are.
 */
export async function searchHeap(cdp: Cdp): Promise<number> {
  const order = { expression: PROTOTYPE, includeCommandLineAPI: true };
  const prototypeObjectId = idOf((await cdp.send('Runtime.evaluate', order))['result']);
  const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId });
  const objectId = idOf(objects);
  const call = { objectId, functionDeclaration: KEEP, returnByValue: true };
  const { result } = await cdp.send('Runtime.callFunctionOn', call);
  await cdp.send('Runtime.releaseObject', { objectId });
  await cdp.send('Runtime.releaseObject', { objectId: prototypeObjectId });
  return Number(fieldsOf(result)['value']);
}

function idOf(remote: unknown): string {
  const { objectId } = fieldsOf(remote);
  if (typeof objectId !== 'string') throw new Error(l10n.t('The program gave no object to search for.'));
  return objectId;
}
