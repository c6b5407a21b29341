/** A debug session, as much of it as is needed here; `vscode.DebugSession` wrapped, or a recorded one in tests. */
export interface Session {
  readonly id: string;
  /** The debug type of the configuration, such as `pwa-node` or `lldb-dap`. */
  readonly type: string;
  readonly name: string;
  readonly parentId: string | undefined;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Sends a DAP request and resolves with the response's body; may never settle. */
  request(command: string, args: unknown): Promise<unknown>;
}

/** Types of js-debug that run programs in Node.js; its other types run pages in browsers. */
const NODE_TYPES = new Set(['node', 'pwa-node', 'node-terminal', 'extensionHost', 'pwa-extensionHost']);

/** Whether the session belongs to js-debug and its program runs in Node.js. */
export function isNodeSession(session: Pick<Session, 'type'>): boolean {
  return NODE_TYPES.has(session.type);
}

/** Any value as an object whose fields may be asked for; an empty one for what is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A process id given as a number or as digits; undefined for anything else. */
export function pidOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 ? number : undefined;
}
