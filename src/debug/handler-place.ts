import { fileURLToPath } from 'node:url';
import type { SourcePlace } from '../shared/leak-site.js';
import { within } from './node-identity.js';
import { fieldsOf, type Session } from './session.js';
import { handlersExpression, type PortPair } from './snapshot-expression.js';

const TIMEOUT_MS = 3_000;
/** Node's own listeners come among the program's: past so many functions nothing new is to be found. */
const MOST_FUNCTIONS = 16;

/**
 * The line of the user's code that handles a socket: the first of its server's and its own listeners that is neither
 * Node's nor a package's, else the first of a package. js-debug maps it to the source by the source map (DAP `locations`
 * request, since 2024-08). Undefined when there is none or the adapter cannot tell.
 */
export async function handlerPlace(session: Session, pair: PortPair): Promise<SourcePlace | undefined> {
  const functions = await functionsOf(session, pair);
  let fromPackage: SourcePlace | undefined;
  for (const reference of functions.slice(0, MOST_FUNCTIONS)) {
    const place = await locate(session, reference);
    if (place === undefined) continue;
    if (!/[\\/]node_modules[\\/]/.test(place.file)) return place;
    fromPackage ??= place;
  }
  return fromPackage;
}

/** A function value as the debugger names it. */
interface FunctionReference {
  /** For the `locations` request; absent for a bound function. */
  readonly location: number | undefined;
  /** For the `variables` request. */
  readonly variables: number;
}

async function functionsOf(session: Session, pair: PortPair): Promise<FunctionReference[]> {
  // `repl` gives a reference that can be looked into; `clipboard` would give text.
  const order = { expression: handlersExpression(pair), context: 'repl' };
  const { variablesReference } = fieldsOf(await within(TIMEOUT_MS, session.request('evaluate', order)));
  return (await children(session, variablesReference)).filter(({ name }) => /^\d+$/.test(name));
}

async function children(
  session: Session,
  reference: unknown,
): Promise<(FunctionReference & { name: string })[]> {
  if (typeof reference !== 'number' || reference === 0) return [];
  const order = { variablesReference: reference };
  const { variables } = fieldsOf(await within(TIMEOUT_MS, session.request('variables', order)));
  return (Array.isArray(variables) ? variables : []).map((variable: unknown) => {
    const { name, valueLocationReference, variablesReference } = fieldsOf(variable);
    return {
      name: typeof name === 'string' ? name : '',
      location: typeof valueLocationReference === 'number' ? valueLocationReference : undefined,
      variables: typeof variablesReference === 'number' ? variablesReference : 0,
    };
  });
}

async function locate(
  session: Session,
  { location, variables }: FunctionReference,
): Promise<SourcePlace | undefined> {
  const reference = location ?? (await boundTarget(session, variables));
  if (reference === undefined) return undefined;
  const answer = session.request('locations', { locationReference: reference });
  const { source, line, column } = fieldsOf(await within(TIMEOUT_MS, answer).catch(() => undefined));
  const { path } = fieldsOf(source);
  if (typeof path !== 'string' || typeof line !== 'number' || path.startsWith('<node_internals>'))
    return undefined;
  return { file: plainPath(path), line, column: typeof column === 'number' ? column : 1 };
}

/** VS Code hands paths to extensions as addresses where it can: `file:///a`, `vscode-remote://HOST/a`. */
function plainPath(path: string): string {
  if (!/^[a-z][\w+.-]+:\/\//i.test(path)) return path;
  const url = new URL(path);
  return url.protocol === 'file:' ? fileURLToPath(url) : decodeURIComponent(url.pathname);
}

/** A bound function has no place of its own; V8 shows the function behind it. */
async function boundTarget(session: Session, variables: number): Promise<number | undefined> {
  const inside = await children(session, variables).catch(() => []);
  return inside.find(({ name }) => name === '[[TargetFunction]]')?.location;
}
