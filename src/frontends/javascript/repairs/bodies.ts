import type { TSESTree } from '@typescript-eslint/types';
import { isKnownAt } from './names.js';
import { insert, statementAt, type Standing } from './place.js';
import { isPerhaps, partOf, receiverOf, takenBy } from './results.js';
import type { Cure, Draft, Site } from './site.js';
import { innermost, isCallOf, isFunction, pathTo, type Node } from './syntax.js';
import { destroyInsteadOfPause } from './unread.js';

/** A response or request body is read or given up, each API in its own way. */
export const consumeBody: Cure = (site) => {
  const api = site.detail('api') ?? '';
  const receiver = receiverOf(site.path, site.leak.at);
  if (isCallOf(site.call, 'pause')) return destroyInsteadOfPause(site);
  const part = partOf(site.leak);
  if (part === '') return undefined;
  if (receiver && 'dropping' in receiver) return kept(site, receiver.dropping, api, part);
  if (part && receiver && 'pattern' in receiver)
    return taken(site, statementAt(site.parsed, site.leak.at), receiver.pattern, api, part);
  if (api === 'undici') return dumpBody(site);
  if (api === 'fetch') return at(site, cancelled(site), 'Cancel the response body');
  if (api === 'ws') return destroyRequest(site);
  return (
    at(site, `${responseName(site) ?? named(site)}.resume();`, 'Read and discard the body') ??
    (site.leak.always ? atOpening(site) : atEnd(site))
  );
};

/** The response of `http.get(…, (res) => …)`, which the call itself returns the request of. */
function responseName({ parsed, leak, path }: Site): string | undefined {
  const call = pathTo(parsed, leak.opened).findLast((node) => isCallOf(node, 'get', 'request'));
  const callback = call?.type === 'CallExpression' ? call.arguments.at(-1) : undefined;
  const [response] = isFunction(callback) && path.includes(callback) ? callback.params : [];
  return response?.type === 'Identifier' ? response.name : undefined;
}

/** How the source calls the response, which a callee may not have given on every way. */
function named({ name, leak }: Site): string {
  return isPerhaps(leak) && name !== '' ? `${name}?` : name;
}

function at(site: Site, code: string, title: string): Draft | undefined {
  const { statement, writer } = site;
  if (!statement || code.startsWith('.') || code.includes(' .')) return undefined;
  if (!site.leak.always && opensHere(site, statement)) return undefined;
  const leaving = isLeaving(statement.statement, site.name) && !opensHere(site, statement);
  const edit = leaving ? writer.before(statement, [code]) : writer.after(statement, [code]);
  return { title, edits: [edit], changesBehaviour: false };
}

/** After the statement nothing is left to be read, or its name stands for something else. */
function isLeaving(node: Node, name: string): boolean {
  if (node.type !== 'ExpressionStatement') return /^(?:Return|Throw|Continue)Statement$/.test(node.type);
  const { expression } = node;
  return (
    expression.type === 'AssignmentExpression' &&
    expression.left.type === 'Identifier' &&
    expression.left.name === name
  );
}

/** `return fetch(…)` makes the body in the statement itself: there is nothing before it. */
function opensHere({ leak }: Site, { statement: { range } }: Standing): boolean {
  return range[0] <= leak.opened.start && leak.opened.end <= range[1];
}

/** The fault is a callback as a whole: what it has not read by its end is discarded. */
function atEnd({ atHead, enclosing, writer, name }: Site): Draft | undefined {
  if (!atHead || !enclosing || !name) return undefined;
  const edits = [writer.last(enclosing, [`${name}.resume();`])];
  return { title: 'Read and discard the body', edits, changesBehaviour: false };
}

function atOpening(site: Site): Draft | undefined {
  return site.atOpening('Read and discard the body', (name) => [`${name}.resume();`]);
}

/** `await ask();` drops a response that has to be given up: it gets a name. */
function kept(
  { leak, path, parsed, writer }: Site,
  { expression, range }: TSESTree.ExpressionStatement,
  api: string,
  part: string | undefined,
): Draft | undefined {
  const standing = statementAt(parsed, leak.at);
  const giveUp = GIVE_UP[api];
  if (!standing?.inList || !giveUp || expression.type !== 'AwaitExpression' || isKnownAt(path, 'response'))
    return undefined;
  const code = giveUp.code(part === undefined ? 'response' : `response.${part}`);
  const edits = [insert(range[0], 'const response = '), writer.after(standing, [code])];
  return { title: giveUp.title, edits, changesBehaviour: false };
}

/** `const { etag } = await ask();` leaves the response in what it takes the rest out of. */
function taken(
  { leak, path, writer }: Site,
  standing: Standing | undefined,
  pattern: TSESTree.ObjectPattern,
  api: string,
  part: string,
): Draft | undefined {
  const giveUp = GIVE_UP[api];
  const last = pattern.properties.at(-1);
  const own = takenBy(pattern, part);
  if (!standing?.inList || !giveUp || last?.type !== 'Property' || (!own && isKnownAt(path, part)))
    return undefined;
  const edits = own === undefined ? [insert(last.range[1], `, ${part}`)] : [];
  edits.push(writer.after(standing, [giveUp.code(`${own ?? part}${isPerhaps(leak) ? '?' : ''}`)]));
  return { title: giveUp.title, edits, changesBehaviour: false };
}

/** What a callee's response is given up by; undici's is the body of what it gives. */
const GIVE_UP: Readonly<Record<string, { readonly code: (name: string) => string; readonly title: string }>> =
  {
    fetch: { code: (name) => `await ${name}.body?.cancel();`, title: 'Cancel the response body' },
    undici: { code: (name) => `await ${name}.dump();`, title: 'Read and discard the body' },
    http: { code: (name) => `${name}.resume();`, title: 'Read and discard the body' },
  };

function cancelled(site: Site): string {
  const { enclosing, path } = site;
  const waits = enclosing ? enclosing.async : !path.some((node) => isFunction(node));
  return `${waits ? 'await ' : 'void '}${named(site)}.body?.cancel();`;
}

/** undici's body is dumped; a destructured response has its `body` taken out too. */
function dumpBody(site: Site): Draft | undefined {
  const pattern = patternAt(site);
  const statement = statementAt(site.parsed, site.leak.opened);
  if (pattern && statement) return taken(site, statement, pattern, 'undici', 'body');
  const body = partOf(site.leak) === undefined ? `${named(site)}.body` : named(site);
  return at(site, `await ${body}.dump();`, 'Read and discard the body');
}

function patternAt({ parsed, leak }: Site): TSESTree.ObjectPattern | undefined {
  const isDeclarator = (node: Node): node is TSESTree.VariableDeclarator =>
    node.type === 'VariableDeclarator';
  const id = innermost(pathTo(parsed, leak.opened), isDeclarator)?.node.id;
  return id?.type === 'ObjectPattern' ? id : undefined;
}

/** ws: who listens to 'unexpected-response' owns the request. */
function destroyRequest(site: Site): Draft | undefined {
  const fn = site.callback;
  const [request] = fn?.params ?? [];
  if (!fn || request?.type !== 'Identifier') return undefined;
  const edits = [site.writer.last(fn, [`${request.name}.destroy();`])];
  return { title: 'Destroy the refused request', edits, changesBehaviour: false };
}
